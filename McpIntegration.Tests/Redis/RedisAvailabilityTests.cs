using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

public sealed class RedisAvailabilityTests
{
    [SkippableFact]
    public async Task What_was_asked_before_it_closed_and_is_refused_afterwards_opens_nothing()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var connection = await redis.ConnectAsync();
        var database = connection.GetDatabase();
        var log = new FakeLogCollector();
        using var availability = new RedisAvailability(RedisState.Connecting, new FakeLogger<RedisGate>(log));
        availability.Open(database);
        var opening = availability.Current;
        availability.Close(opening, new TimeoutException());

        availability.Refuse(
            opening, database, new RedisServerException(RedisErrorKind.OutOfMemory, CommandFlags.None, "OOM"));

        Assert.Equal((RedisState.Silent, null), (availability.State, availability.Current));
        Assert.Equal(
            ["Redis does not answer (TimeoutException): this replica limits and caches in memory until it does"],
            log.GetSnapshot().Where(record => record.Level == LogLevel.Warning).Select(record => record.Message));
    }
}
