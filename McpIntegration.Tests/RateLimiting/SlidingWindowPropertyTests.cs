using CsCheck;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>Random arrivals of random cost: each decision (grant, remaining, reset, retry) is the model's.</summary>
public sealed class SlidingWindowPropertyTests
{
    private const int Permits = 12;
    private const long Window = 900_000;

    private static readonly Gen<(int Gap, int Cost)[]> Arrivals =
        Gen.Select(Gen.Frequency((3, Gen.Int[0, 60_000]), (1, Gen.Int[0, 1_000_000]), (1, Gen.Const(0))), Gen.Int[1, 5]).Array[1, 60];

    [Fact]
    public void In_memory_it_decides_as_the_model_does() => Arrivals.Sample(
        arrivals =>
        {
            var time = new FakeTimeProvider();
            var options = new RateLimitingOptions { Permits = Permits, Window = TimeSpan.FromMilliseconds(Window) };
            var limiter = new MemoryRateLimiter(Options.Create(options), time);
            return Agrees(arrivals, (now, cost) =>
            {
                time.Advance(TimeSpan.FromMilliseconds(now - limiter.Now));
                return limiter.Acquire("caller", cost);
            });
        },
        iter: 500);

    [SkippableFact]
    public async Task In_Redis_it_decides_as_the_model_does()
    {
        await using var redis = await RedisProcess.StartAsync();
        await DecidesAsTheModelDoesAsync(redis);
    }

    [Fact]
    public async Task In_Garnet_it_decides_as_the_model_does()
    {
        await using var garnet = await RedisProcess.StartGarnetAsync();
        await DecidesAsTheModelDoesAsync(garnet);
    }

    private static async Task DecidesAsTheModelDoesAsync(RedisProcess redis)
    {
        using var client = await redis.ConnectAsync();
        var database = client.GetDatabase();
        Arrivals.Sample(
            arrivals =>
            {
                RedisKey key = Guid.NewGuid().ToString();
                return Agrees(arrivals, (now, cost) => RunScript(database, key, now, cost));
            },
            iter: 150,
            threads: 1);
    }

    private static bool Agrees((int Gap, int Cost)[] arrivals, Func<long, int, RateLimitDecision> acquire)
    {
        var model = new WindowModel(Permits, Window);
        List<(long At, int Cost)> granted = [];
        long now = 0;
        foreach (var (gap, cost) in arrivals)
        {
            now += gap;
            var decision = acquire(now, cost);
            Assert.Equal(model.Acquire(now, cost), decision);
            granted.AddRange(decision.Allowed ? [(now, cost)] : []);
        }

        // Whatever the model says: no window holds more than the limit.
        return granted.TrueForAll(first =>
            granted.Where(grant => grant.At >= first.At && grant.At - first.At <= Window)
                .Sum(grant => grant.Cost) <= Permits);
    }

    /// <summary>
    /// The script as it is, but for the clock: a day's number of seconds and the rest in microseconds, as TIME gives
    /// them.
    /// </summary>
    private static RateLimitDecision RunScript(IDatabase database, RedisKey key, long now, int cost)
    {
        var script =
            RedisRateLimiter.Script.Replace("redis.call('TIME')", "{ARGV[4], ARGV[5]}", StringComparison.Ordinal);
        var time = 1_800_000_000_000 + now;
        var answer =
            (long[]?)database.ScriptEvaluate(script, [key], [Permits, Window, cost, time / 1000, time % 1000 * 1000]);
        Assert.NotNull(answer);
        return new(
            answer[0] == 1, (int)answer[1], TimeSpan.FromMilliseconds(answer[2]), TimeSpan.FromMilliseconds(answer[3]));
    }
}
