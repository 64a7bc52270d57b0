using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>What the loss of Redis can grant beyond the limit: docs/operations.md, "When Redis is down".</summary>
public sealed class FailOverTests
{
    private const int Permits = 10;
    private const int Replicas = 2;
    private static readonly Caller Alice = new("https://issuer.example", "alice");

    [SkippableFact]
    public async Task An_outage_grants_each_replica_the_limit_less_what_it_granted_before()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        Assert.Equal((7, 3), (await SpendAsync(one, 7), await SpendAsync(other, 7)));

        await redis.KillAsync();

        Assert.Equal((Permits - 7, Permits - 3), (await SpendAsync(one, 50), await SpendAsync(other, 50)));
    }

    [SkippableFact]
    public async Task However_often_Redis_comes_empty_and_goes_again_no_window_grants_more_than_the_limit_per_replica()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        var granted = await SpendAsync(one, 2);

        for (var outage = 0; outage < 3; outage++)
        {
            await redis.KillAsync();
            granted += await SpendAsync(one, 2) + await SpendAsync(other, 2);
            await redis.RestartAsync();
            await one.BecomesAsync(RedisState.Answering);
            await other.BecomesAsync(RedisState.Answering);
            granted += await SpendAsync(one, 2) + await SpendAsync(other, 2);
        }

        granted += await SpendAsync(one, 50) + await SpendAsync(other, 50);
        Assert.InRange(granted, Permits + 1, Replicas * Permits);
    }

    private static Task<Replica> StartAsync(RedisProcess redis) =>
        Replica.StartAsync(redis, ("RateLimiting:Permits", $"{Permits}"));

    /// <summary>How many of so many single permits are granted.</summary>
    private static async Task<int> SpendAsync(Replica replica, int attempts)
    {
        var granted = 0;
        for (var i = 0; i < attempts; i++)
        {
            granted += (await replica.Limiter.AcquireAsync(Alice, 1, CancellationToken.None)).Allowed ? 1 : 0;
        }

        return granted;
    }
}
