using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>
/// More callers than there is room for, each with a key of its own, and what they leave in memory: docs/operations.md
/// states the bounds.
/// </summary>
[Collection(nameof(FloodTests))]
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
public sealed class FloodTests
{
    private const int Callers = 1_000_000;
    private const int CallersWithRecords = 200_000;

    [Fact]
    public void A_million_callers_leave_the_limiter_within_its_bound_and_the_last_of_them_are_known()
    {
        var before = Settled();
        var limiter = new MemoryRateLimiter(Options.Create(new RateLimitingOptions()), TimeProvider.System);

        for (var i = 0; i < Callers; i++)
        {
            limiter.Acquire($"mcp:rl:1:{{{i:D22}}}", 1);
        }

        var used = Settled() - before;
        Assert.True(used < MemoryRateLimiter.MemoryLimit, $"{used:N0} bytes");
        Assert.Equal(98, limiter.Acquire($"mcp:rl:1:{{{Callers - 50_000:D22}}}", 1).Remaining);
        Assert.Equal(99, limiter.Acquire($"mcp:rl:1:{{{0:D22}}}", 1).Remaining);
    }

    [Fact]
    public async Task Callers_with_more_records_than_there_is_room_for_leave_the_cache_within_its_bound()
    {
        await using var replica = await Replica.StartAtAsync(null);
        await GetAsync(replica, -1);
        var before = Settled();

        await Parallel.ForAsync(0, CallersWithRecords, async (i, _) => await GetAsync(replica, i));

        var used = Settled() - before;
        Assert.True(used < new CachingOptions().MemoryLimit + CacheEpochs.MemoryLimit, $"{used:N0} bytes");
    }

    /// <summary>
    /// The heap once everything that nobody holds is gone, what a test before this one left included.
    /// </summary>
    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task GetAsync(Replica replica, int caller) => await replica.Cache.GetAsync(
        new Caller("https://issuer.example", $"{caller}"), "tool", "{}", _ =>
            Task.FromResult(new Lookup<string>($"value {caller}", TimeSpan.FromMinutes(1))), CancellationToken.None);
}
