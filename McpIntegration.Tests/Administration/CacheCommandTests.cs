using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Caching;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Administration;

public sealed class CacheCommandTests
{
    private static readonly Caller Alice = new(CommandLine.Issuer, "alice");
    private static readonly Caller Bob = new(CommandLine.Issuer, "bob");
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    [SkippableTheory]
    [InlineData("--subject", "alice", "caller alice of https://issuer.example")]
    [InlineData("--tool", "query_data", "tool query_data")]
    public async Task What_is_dropped_is_gone_within_5_s_on_every_replica_and_nothing_else(
        string option, string value, string name)
    {
        var (upstream, time) = (new FakeUpstream(), new FakeTimeProvider(DateTimeOffset.UtcNow));
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis, time);
        await using var other = await Replica.StartAsync(redis, time);
        using var commands = new CommandLine(redis.ConnectionString);
        foreach (var replica in (Replica[])[one, other])
        {
            await GetAsync(replica, Alice, "query_data");
            await GetAsync(replica, Bob, "get_metrics");
        }

        upstream.Value = "new";
        var run = await commands.RunAsync("cache", "drop", option, value);
        time.Advance(Promise);

        Assert.Equal(
            ("new", "new"), (await GetAsync(one, Alice, "query_data"), await GetAsync(other, Alice, "query_data")));
        Assert.Equal(
            new FinishedProcess(
                0, $"Dropped: the cached records of {name}. No replica serves them after 5 seconds.", ""),
            run);
        Assert.Equal(
            ("value", "value"), (await GetAsync(one, Bob, "get_metrics"), await GetAsync(other, Bob, "get_metrics")));

        async Task<string> GetAsync(Replica replica, Caller caller, string tool) =>
            (await replica.Cache.GetAsync(caller, tool, "{}", upstream.AskAsync, CancellationToken.None)).Value;
    }
}
