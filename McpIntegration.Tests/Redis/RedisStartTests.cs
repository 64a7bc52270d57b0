using System.Diagnostics;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Redis;

public sealed class RedisStartTests
{
    /// <summary>Two seconds, and what a busy machine may add to them.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Without_an_address_it_says_so_once_and_is_healthy()
    {
        await using var replica = await Replica.StartAtAsync(address: null);

        Assert.Equal(
            ["No Redis is configured (ConnectionStrings:cache): this replica limits and caches in memory, on its own"],
            replica.Warnings);
        Assert.Equal(RedisState.Absent, replica.Gate.State);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(replica));
    }

    [SkippableFact]
    public async Task A_dead_server_does_not_hold_up_the_start_and_is_found_when_it_comes()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.KillAsync();

        var started = Stopwatch.GetTimestamp();
        await using var replica = await Replica.StartAtAsync(redis.ConnectionString);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.InRange(took, TimeSpan.Zero, StartBound);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(replica));

        await redis.RestartAsync();
        await replica.BecomesAsync(RedisState.Answering);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(replica));
    }

    [SkippableFact]
    public async Task A_hanging_server_does_not_hold_up_the_start_and_is_found_when_it_goes_on()
    {
        await using var redis = await RedisProcess.StartAsync();
        redis.Pause();

        var started = Stopwatch.GetTimestamp();
        await using var replica = await Replica.StartAtAsync(redis.ConnectionString);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.InRange(took, TimeSpan.Zero, StartBound);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(replica));

        redis.Resume();
        await replica.BecomesAsync(RedisState.Answering);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(replica));
    }

    [SkippableFact]
    public async Task A_server_that_takes_long_over_its_first_script_is_not_called_silent()
    {
        await using var redis = await RedisProcess.StartAsync();
        var looks = 0;

        await using var replica = await Replica.StartAtAsync(redis.ConnectionString, services =>
        {
            Replica.BePatient(services, redis);
            services.AddSingleton(
                new RedisTrial(_ => ++looks < 3 ? Task.FromException(new TimeoutException()) : Task.CompletedTask));
        });
        await replica.BecomesAsync(RedisState.Answering);

        Assert.Equal(3, looks);
        Assert.Empty(replica.Warnings);
    }

    [Fact]
    public async Task A_malformed_address_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Replica.StartAtAsync("localhost,colour=blue"));

        Assert.Contains("colour", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Redis:OperationTimeout")]
    [InlineData("Redis:RequestTimeout")]
    public async Task A_wait_longer_than_a_request_may_wait_stops_the_start(string key)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Replica.StartAtAsync(address: null, (key, "00:00:00.101")));

        Assert.Contains(key.Split(':')[1], error.Message, StringComparison.Ordinal);
    }

    private static async Task<HealthStatus> HealthAsync(Replica replica)
    {
        var report = await replica.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["redis"].Status;
    }
}
