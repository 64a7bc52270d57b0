using System.Text.Json;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

/// <summary>Two replicas and the Redis between them.</summary>
public sealed class SharedRecordTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice@example.com");
    private static readonly Caller Bob = new("https://issuer.example", "bob@example.com");
    private readonly FakeUpstream _upstream = new();

    [SkippableFact]
    public async Task What_one_replica_looked_up_is_a_hit_on_the_other()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis);
        await GetAsync(one, Alice);
        await StoredAsync(redis, 1);

        var record = await GetAsync(other, Alice);

        Assert.Equal(("value", CacheStatus.Hit), (record.Value, record.Status));
        Assert.Equal(1, _upstream.Calls);
    }

    [SkippableFact]
    public async Task A_JSON_value_comes_back_as_it_was()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis);
        var json = JsonSerializer.SerializeToElement(
            new { name = "Ünï", numbers = new[] { 1.5, 2 }, nothing = (string?)null });
        await one.Cache.GetAsync(
            Alice,
            "tool",
            "{}",
            _ => Task.FromResult(new Lookup<JsonElement>(json, TimeSpan.FromMinutes(1))),
            CancellationToken.None);
        await StoredAsync(redis, 1);

        var record = await other.Cache.GetAsync<JsonElement>(
            Alice, "tool", "{}", _ => throw new InvalidOperationException("asked"), CancellationToken.None);

        Assert.True(JsonElement.DeepEquals(json, record.Value), record.Value.GetRawText());
    }

    [SkippableFact]
    public async Task A_replica_that_never_had_it_serves_another_s_record_as_stale()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis);
        _upstream.Lifetime = TimeSpan.FromMilliseconds(20);
        await GetAsync(one, Alice);
        await StoredAsync(redis, 1);
        _upstream.Failure = new HttpRequestException("upstream");

        await Eventually.TrueAsync(
            "it is stale", async () => (await GetAsync(other, Alice)).Status == CacheStatus.Stale);
    }

    [SkippableFact]
    public async Task Redis_holds_neither_names_nor_arguments_in_its_keys_and_forgets_every_one()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var client = await redis.ConnectAsync();
        await GetAsync(replica, Alice);
        await replica.Cache.DropCallerAsync(Alice, CancellationToken.None);
        await StoredAsync(redis, 1);

        var keys = client.GetServers()[0].Keys().ToArray();

        Assert.All(
            keys,
            key =>
                Assert.Matches(
                    "^mcp:(rc:1:[\\w-]{43}:v2|epoch:2:caller:[\\w-]{43}|rl:1:\\{warm-up\\}|probe)$", key.ToString()));
        Assert.Contains(keys, key => key.ToString().StartsWith("mcp:epoch:", StringComparison.Ordinal));
        foreach (var key in keys)
        {
            Assert.NotNull(await client.GetDatabase().KeyTimeToLiveAsync(key));
        }
    }

    [SkippableFact]
    public async Task Without_Redis_each_replica_caches_in_memory_and_later_shares_again()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis);
        await redis.KillAsync();
        Assert.Equal(CacheStatus.Miss, (await GetAsync(one, Alice)).Status);
        Assert.Equal(CacheStatus.Hit, (await GetAsync(one, Alice)).Status);
        await redis.RestartAsync();
        await one.BecomesAsync(RedisState.Answering);
        await other.BecomesAsync(RedisState.Answering);

        await GetAsync(one, Bob);
        await StoredAsync(redis, 1);

        Assert.Equal(CacheStatus.Hit, (await GetAsync(other, Bob)).Status);
    }

    /// <summary>Records are written to Redis while nobody waits.</summary>
    private static async Task StoredAsync(RedisProcess redis, int records)
    {
        using var client = await redis.ConnectAsync();
        await Eventually.TrueAsync(
            "the record is in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Count() == records);
    }

    private Task<CachedRecord<string>> GetAsync(Replica replica, Caller caller) =>
        replica.Cache.GetAsync(caller, "tool", "{}", _upstream.AskAsync, CancellationToken.None).AsTask();
}
