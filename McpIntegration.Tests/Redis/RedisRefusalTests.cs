using McpIntegration.McpServer.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

public sealed class RedisRefusalTests
{
    [SkippableTheory]
    [InlineData("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", "OutOfMemory")]
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "ReadOnly")]
    public async Task A_server_that_refuses_writes_still_serves_reads_and_is_said_once(string break_, string mend, string kind)
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var admin = await redis.ConnectAsync();
        await RunAsync(admin, break_);

        for (var i = 0; i < 20; i++)
        {
            Assert.False((await replica.Gate.TryAsync(database => database.StringSetAsync("key", "value"), CancellationToken.None)).Answered);
        }

        Assert.True((await replica.Gate.TryAsync(database => database.StringGetAsync("key"), CancellationToken.None)).Answered);
        Assert.Equal(RedisState.Refusing, replica.Gate.State);

        await RunAsync(admin, mend);
        await replica.BecomesAsync(RedisState.Answering);

        Assert.True((await replica.Gate.TryAsync(database => database.StringSetAsync("key", "value"), CancellationToken.None)).Answered);
        Assert.Equal(
            [$"Redis refuses commands ({kind}): this replica limits and caches in memory what is refused", "Redis answers again: limits and cache are shared"],
            replica.Warnings);
    }

    private static async Task RunAsync(ConnectionMultiplexer admin, string command)
    {
        var words = command.Split(' ');
        await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }
}
