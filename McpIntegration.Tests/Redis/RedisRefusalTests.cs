using System.Globalization;
using McpIntegration.McpServer.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

public sealed class RedisRefusalTests
{
    [SkippableTheory]
    [InlineData("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", "OutOfMemory")]
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "ReadOnly")]
    public async Task A_server_that_refuses_writes_still_serves_reads_and_is_said_once(
        string break_, string mend, string kind)
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var admin = await redis.ConnectAsync();
        await RunAsync(admin, break_);

        for (var i = 0; i < 20; i++)
        {
            Assert.False((await replica.Gate.TryAsync(database => database.StringSetAsync("key", "value"), CancellationToken.None)).Answered);
        }

        Assert.True(
            (await replica.Gate.TryAsync(database => database.StringGetAsync("key"), CancellationToken.None)).Answered);
        Assert.Equal(RedisState.Refusing, replica.Gate.State);

        await RunAsync(admin, mend);
        await replica.BecomesAsync(RedisState.Answering);

        Assert.True((await replica.Gate.TryAsync(database => database.StringSetAsync("key", "value"), CancellationToken.None)).Answered);
        Assert.Equal(
            [$"Redis refuses commands ({kind}): this replica limits and caches in memory what is refused", "Redis answers again: limits and cache are shared"],
            replica.Warnings);
    }

    [SkippableFact]
    public async Task A_server_that_refuses_scripts_alone_does_not_answer_again_because_it_takes_a_write()
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var admin = await redis.ConnectAsync();
        await RunAsync(admin, "ACL SETUSER default -eval -evalsha");
        await replica.Limiter.AcquireAsync(new("https://issuer.example", "alice"), 1, CancellationToken.None);

        await Eventually.TrueAsync(
            "it was looked at for longer than a refusal is held", async () => await RejectedAsync(admin) > 12);

        Assert.Equal(RedisState.Refusing, replica.Gate.State);
        Assert.Equal(
            ["Redis refuses commands (NoPermission): this replica limits and caches in memory what is refused"],
            replica.Warnings);
    }

    /// <summary>
    /// cmdstat_evalsha:calls=1,usec=20,usec_per_call=20.00,rejected_calls=13,failed_calls=0
    /// </summary>
    private static async Task<int> RejectedAsync(ConnectionMultiplexer admin) =>
        (await admin.GetServers()[0].InfoAsync("commandstats")).SelectMany(section => section)
            .Where(command => command.Key is "cmdstat_evalsha" or "cmdstat_eval")
            .Sum(
                command =>
                    int.Parse(command.Value.Split("rejected_calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));

    private static async Task RunAsync(ConnectionMultiplexer admin, string command)
    {
        var words = command.Split(' ');
        await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }
}
