using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Caching;

public sealed class DropTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private static readonly Caller Bob = new("https://issuer.example", "bob");
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private readonly FakeUpstream _upstream = new();

    /// <summary>The other replica's clock: how busy this machine is has no say in its five seconds.</summary>
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_records_of_one_caller_or_tool_are_gone_at_once_here_and_within_5_s_on_the_other_replica(bool byCaller)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis, _time);
        foreach (var replica in (Replica[])[one, other])
        {
            await GetAsync(replica, Alice, "tool");
            await GetAsync(replica, Bob, "other");
        }

        await (byCaller ? one.Cache.DropCallerAsync(Alice, CancellationToken.None) : one.Cache.DropToolAsync("tool", CancellationToken.None));

        _upstream.Value = "new";
        Assert.Equal("new", (await GetAsync(one, Alice, "tool")).Value);
        _time.Advance(Promise);
        Assert.Equal("new", (await GetAsync(other, Alice, "tool")).Value);
        Assert.Equal("value", (await GetAsync(one, Bob, "other")).Value);
        Assert.Equal("value", (await GetAsync(other, Bob, "other")).Value);
    }

    [SkippableFact]
    public async Task A_dropped_record_does_not_come_back_as_a_stale_one_on_a_replica_that_never_had_it()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await GetAsync(one, Alice, "tool");
        await one.Cache.DropCallerAsync(Alice, CancellationToken.None);
        await using var other = await Replica.StartAsync(redis);
        _upstream.Failure = new HttpRequestException("upstream");

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(other, Alice, "tool"));
    }

    [SkippableFact]
    public async Task A_drop_while_Redis_hangs_holds_here_and_reaches_the_others_when_Redis_goes_on()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAtAsync(redis.ConnectionString);
        await using var other =
            await Replica.StartAtAsync(redis.ConnectionString, services => services.AddSingleton<TimeProvider>(_time));
        await GetAsync(one, Alice, "tool");
        await GetAsync(other, Alice, "tool");
        redis.Pause();

        await one.Cache.DropCallerAsync(Alice, CancellationToken.None);
        _upstream.Value = "new";
        Assert.Equal("new", (await GetAsync(one, Alice, "tool")).Value);
        Assert.Equal(CacheStatus.Hit, (await GetAsync(one, Alice, "tool")).Status);

        redis.Resume();
        await one.BecomesAsync(RedisState.Answering);
        await Eventually.TrueAsync("the dropped record is gone", async () =>
        {
            _time.Advance(Promise);
            return (await GetAsync(other, Alice, "tool")).Value == "new";
        });
    }

    [SkippableFact]
    public async Task A_replica_that_starts_while_Redis_is_away_does_not_take_a_dropped_record_for_a_kept_one()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await GetAsync(one, Alice, "tool");
        await one.Cache.DropCallerAsync(Alice, CancellationToken.None);
        redis.Pause();
        await using var other = await Replica.StartAtAsync(redis.ConnectionString);
        _upstream.Value = "new";
        await GetAsync(other, Alice, "tool");
        redis.Resume();
        await other.BecomesAsync(RedisState.Answering);

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("new", (await GetAsync(other, Alice, "tool")).Value);
        }
    }

    private Task<CachedRecord<string>> GetAsync(Replica replica, Caller caller, string tool) =>
        replica.Cache.GetAsync(caller, tool, "{}", _upstream.AskAsync, CancellationToken.None).AsTask();
}
