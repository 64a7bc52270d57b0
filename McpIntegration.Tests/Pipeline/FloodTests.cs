using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>A million callers, each with a key of its own, and what they leave in memory: docs/operations.md states the bounds.</summary>
[Collection(nameof(FloodTests))]
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
public sealed class FloodTests
{
    private const int Callers = 1_000_000;
    private const long Megabyte = 1_024 * 1_024;

    [Fact]
    public void A_million_callers_leave_the_limiter_within_its_bound_and_the_last_of_them_are_known()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var limiter = new MemoryRateLimiter(Options.Create(new RateLimitingOptions()), TimeProvider.System);

        for (var i = 0; i < Callers; i++)
        {
            limiter.Acquire($"mcp:rl:1:{{{i:D22}}}", 1);
        }

        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, MemoryRateLimiter.MemoryLimit / 4, MemoryRateLimiter.MemoryLimit);
        Assert.Equal(98, limiter.Acquire($"mcp:rl:1:{{{Callers - 50_000:D22}}}", 1).Remaining);
        Assert.Equal(99, limiter.Acquire($"mcp:rl:1:{{{0:D22}}}", 1).Remaining);
    }

    [Fact]
    public async Task A_million_callers_leave_the_cache_within_its_bound()
    {
        await using var replica = await Replica.StartAtAsync(null);
        await GetAsync(replica, -1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Parallel.ForAsync(0, Callers, async (i, _) => await GetAsync(replica, i));

        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, Megabyte, new CachingOptions().MemoryLimit + CacheEpochs.MemoryLimit);
    }

    private static async Task GetAsync(Replica replica, int caller) => await replica.Cache.GetAsync(
        new Caller("https://issuer.example", $"{caller}"), "tool", "{}", _ => Task.FromResult(new Lookup<string>($"value {caller}", TimeSpan.FromMinutes(1))), CancellationToken.None);
}
