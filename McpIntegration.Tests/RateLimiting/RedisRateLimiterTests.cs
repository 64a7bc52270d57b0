using System.Diagnostics;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

public sealed class RedisRateLimiterTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice@example.com");
    private static readonly Caller Bob = new("https://issuer.example", "bob@example.com");
    /// <summary>Between this process' clock and that of Redis, within a second.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromMilliseconds(20);

    private static readonly (string, string) TenPermits = ("RateLimiting:Permits", "10");

    private static readonly Dictionary<string, Func<IDatabase, RedisKey, Task>> Planted = new()
    {
        ["a text"] = (database, key) => database.StringSetAsync(key, "text"),
        ["a hash"] = (database, key) => database.HashSetAsync(key, "field", "value"),
        ["words in place of times"] = (database, key) => database.ListRightPushAsync(key, ["word", "inf", "nan"]),
        ["a word behind times"] = async (database, key) =>
        {
            var now =
                (await database.Multiplexer.GetServers()[0].TimeAsync()).Subtract(DateTime.UnixEpoch).TotalMilliseconds;
            await database.ListRightPushAsync(
                key, [.. Enumerable.Repeat((RedisValue)(long)now, 10), .. Enumerable.Repeat((RedisValue)"word", 10)]);
        },
        ["times of another century"] = (database, key) => database.ListRightPushAsync(
            key, [.. Enumerable.Repeat((RedisValue)9_000_000_000_000, 10)]),
    };

    public static TheoryData<string, bool> PlantedOnBoth
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var name in Planted.Keys)
            {
                rows.Add(name, false);
                rows.Add(name, true);
            }

            return rows;
        }
    }

    [SkippableFact]
    public async Task Two_replicas_share_one_limit()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis, TenPermits);
        await using var other = await Replica.StartAsync(redis, TenPermits);

        var decisions =
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AcquireAsync(i % 2 == 0 ? one : other, Alice)));

        Assert.Equal(10, decisions.Count(decision => decision.Allowed));
        Assert.Equal(
            Enumerable.Range(0, 10),
            decisions.Where(decision => decision.Allowed).Select(decision => decision.Remaining).Order());
    }

    [SkippableFact]
    public async Task Callers_do_not_share_theirs()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis, TenPermits);
        Assert.True((await AcquireAsync(replica, Alice, 10)).Allowed);

        var decision = await AcquireAsync(replica, Bob);

        Assert.Equal((true, 9), (decision.Allowed, decision.Remaining));
    }

    [SkippableFact]
    public async Task A_refusal_takes_nothing_and_says_when_the_cost_fits()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis, TenPermits, ("RateLimiting:Window", "00:01:00"));
        Assert.True((await AcquireAsync(replica, Alice, 8)).Allowed);

        var refused = await AcquireAsync(replica, Alice, 3);

        Assert.Equal((false, 2), (refused.Allowed, refused.Remaining));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(50), TimeSpan.FromMilliseconds(60_001));
        Assert.Equal(refused.Reset, refused.RetryAfter);
        Assert.True((await AcquireAsync(replica, Alice, 2)).Allowed);
    }

    [SkippableFact]
    public async Task What_is_told_to_fit_later_fits_then_and_not_before()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis, TenPermits, ("RateLimiting:Window", "00:00:01"));
        Assert.True((await AcquireAsync(replica, Alice, 10)).Allowed);
        var asked = Stopwatch.GetTimestamp();
        var told = (await AcquireAsync(replica, Alice)).RetryAfter;
        var answered = Stopwatch.GetTimestamp();

        await Eventually.TrueAsync("the request fits", async () =>
        {
            var waited = Stopwatch.GetElapsedTime(answered);
            return (await AcquireAsync(replica, Alice)).Allowed || (waited < told ? false : throw new InvalidOperationException($"Refused after {waited}, told {told}."));
        });

        Assert.InRange(Stopwatch.GetElapsedTime(asked), told - ClockError, TimeSpan.MaxValue);
    }

    [SkippableFact]
    public async Task Without_Redis_it_goes_on_from_what_this_replica_has_granted()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis, TenPermits);
        Assert.True((await AcquireAsync(replica, Alice, 7)).Allowed);
        await redis.KillAsync();

        var decisions = new List<(bool, int)>();
        for (var i = 0; i < 4; i++)
        {
            var decision = await AcquireAsync(replica, Alice);
            decisions.Add((decision.Allowed, decision.Remaining));
        }

        Assert.Equal([(true, 2), (true, 1), (true, 0), (false, 0)], decisions);
    }

    [SkippableFact]
    public async Task After_an_outage_the_limit_is_shared_again()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis, TenPermits);
        await using var other = await Replica.StartAsync(redis, TenPermits);
        await redis.KillAsync();
        Assert.True((await AcquireAsync(one, Bob)).Allowed);
        Assert.True((await AcquireAsync(other, Bob)).Allowed);
        await redis.RestartAsync();
        await one.BecomesAsync(RedisState.Answering);
        await other.BecomesAsync(RedisState.Answering);

        Assert.True((await AcquireAsync(one, Alice, 10)).Allowed);

        Assert.False((await AcquireAsync(other, Alice)).Allowed);
    }

    [SkippableFact]
    public async Task Redis_holds_no_name_and_forgets_a_caller_after_the_window()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var client = await redis.ConnectAsync();
        await AcquireAsync(replica, Alice);

        var key = KeyOf(client);

        Assert.Matches("^mcp:rl:1:\\{[A-Za-z0-9_-]{22}\\}$", key.ToString());
        Assert.InRange(
            await client.GetDatabase()
                .KeyTimeToLiveAsync(key) ?? TimeSpan.MaxValue, TimeSpan
                .FromMinutes(14), TimeSpan
                .FromMilliseconds(900_001));
    }

    [SkippableTheory]
    [MemberData(nameof(PlantedOnBoth))]
    public async Task What_no_replica_can_have_written_under_a_caller_s_key_gives_way_and_the_limit_is_shared_as_ever(
        string name, bool onGarnet)
    {
        await using var redis = await (onGarnet ? RedisProcess.StartGarnetAsync() : RedisProcess.StartRedisAsync());
        using var client = await redis.ConnectAsync();
        await using var one = await Replica.StartAsync(redis, TenPermits);
        await using var other = await Replica.StartAsync(redis, TenPermits);
        await AcquireAsync(other, Alice);
        var key = KeyOf(client);
        await client.GetDatabase().KeyDeleteAsync(key);
        await Planted[name](client.GetDatabase(), key);
        var said = (one.Warnings.Length, other.Warnings.Length);

        var decisions = new[] { await AcquireAsync(one, Alice, 5), await AcquireAsync(other, Alice, 3), await AcquireAsync(one, Alice, 3) };

        Assert.Equal(
            [(true, 5), (true, 2), (false, 2)], decisions.Select(decision => (decision.Allowed, decision.Remaining)));
        Assert.Equal((RedisState.Answering, RedisState.Answering), (one.Gate.State, other.Gate.State));
        Assert.Equal(said, (one.Warnings.Length, other.Warnings.Length));
    }

    [SkippableFact]
    public async Task Times_a_little_ahead_as_after_a_fail_over_to_another_clock_still_count()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await using var replica = await Replica.StartAsync(redis, TenPermits);
        await AcquireAsync(replica, Alice);
        var key = KeyOf(client);
        var ahead = (long)(await client.GetServers()[0].TimeAsync()).AddMinutes(1)
            .Subtract(DateTime.UnixEpoch).TotalMilliseconds;
        await client.GetDatabase().ListRightPushAsync(key, [.. Enumerable.Repeat((RedisValue)ahead, 8)]);

        Assert.Equal(0, (await AcquireAsync(replica, Alice)).Remaining);
        Assert.False((await AcquireAsync(replica, Alice)).Allowed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_cost_that_can_never_fit_is_the_code_s_mistake(int cost)
    {
        await using var replica = await Replica.StartAtAsync(null, TenPermits);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AcquireAsync(replica, Alice, cost));
    }

    /// <summary>The one caller's key.</summary>
    private static RedisKey KeyOf(ConnectionMultiplexer client) => Assert.Single(
        client.GetServers()[0].Keys(pattern: "mcp:rl:1:{*}"), key =>
            !key.ToString().Contains("warm-up", StringComparison.Ordinal));

    private static async Task<RateLimitDecision> AcquireAsync(Replica replica, Caller caller, int cost = 1) =>
        await replica.Limiter.AcquireAsync(caller, cost, CancellationToken.None);
}
