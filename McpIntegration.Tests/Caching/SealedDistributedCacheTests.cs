using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

/// <summary>What somebody who can write to Redis can make a replica believe: nothing.</summary>
public sealed class SealedDistributedCacheTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private static readonly Caller Mallory = new("https://issuer.example", "mallory");

    private static readonly Dictionary<string, Func<byte[], byte[], RedisValue>> Forgeries = new()
    {
        ["another caller's value"] = (_, other) => other,
        ["a foreign format version"] = (value, _) => (byte[])[1, .. value[1..]],
        ["a later end"] = (value, _) => Flip(value, 3),
        ["a flipped bit in the seal"] = (value, _) => Flip(value, 20),
        ["a flipped bit in the value"] = (value, _) => Flip(value, value.Length - 5),
        ["a truncated value"] = (value, _) => value[..^1],
        ["a seal without a value"] = (value, _) => value[..CacheSeal.Length],
        ["less than a seal"] = (value, _) => value[..20],
        ["nothing"] = (_, _) => RedisValue.EmptyString,
        ["a value without a seal"] = (value, _) => value[CacheSeal.Length..],
    };

    public static TheoryData<string> ForgeryNames => [.. Forgeries.Keys];

    [SkippableTheory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_forged_value_is_a_miss(string forgery)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        var (key, value) = await StoreAsync(redis, client, Alice);
        var (_, other) = await StoreAsync(redis, client, Mallory);
        await client.GetDatabase().StringSetAsync(key, Forgeries[forgery](value, other));

        await using var reader = await Replica.StartAsync(redis);

        Assert.Equal(("asked", CacheStatus.Miss), await ReadAsync(reader));
        Assert.Empty(reader.Warnings);
    }

    [SkippableFact]
    public async Task The_untouched_value_is_a_hit_so_the_forgeries_are_what_makes_the_misses()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await StoreAsync(redis, client, Alice);

        await using var reader = await Replica.StartAsync(redis);

        Assert.Equal(("alice", CacheStatus.Hit), await ReadAsync(reader));
    }

    [SkippableFact]
    public async Task A_value_sealed_with_another_secret_is_a_miss()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await StoreAsync(redis, client, Alice);

        await using var reader = await Replica.StartAsync(redis, ("Caching:Key", "another-secret-of-the-right-length"));

        Assert.Equal(("asked", CacheStatus.Miss), await ReadAsync(reader));
    }

    [SkippableFact]
    public async Task A_value_sealed_with_the_previous_secret_is_a_hit()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await StoreAsync(redis, client, Alice);

        await using var reader = await Replica.StartAsync(
            redis, ("Caching:Key", "another-secret-of-the-right-length"), ("Caching:PreviousKey", Replica.CachingKey));

        Assert.Equal(("alice", CacheStatus.Hit), await ReadAsync(reader));
    }

    [SkippableFact]
    public async Task Nothing_is_sealed_with_the_previous_secret()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await StoreAsync(
            redis, client, Alice, ("Caching:Key", "another-secret-of-the-right-length"), ("Caching:PreviousKey", Replica.CachingKey));

        await using var reader = await Replica.StartAsync(redis);

        Assert.Equal(("asked", CacheStatus.Miss), await ReadAsync(reader));
    }

    [SkippableTheory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_value_forged_from_one_of_the_previous_secret_is_a_miss(string forgery)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        var (key, value) = await StoreAsync(redis, client, Alice);
        var (_, other) = await StoreAsync(redis, client, Mallory);
        await client.GetDatabase().StringSetAsync(key, Forgeries[forgery](value, other));

        await using var reader = await Replica.StartAsync(
            redis, ("Caching:Key", "another-secret-of-the-right-length"), ("Caching:PreviousKey", Replica.CachingKey));

        Assert.Equal(("asked", CacheStatus.Miss), await ReadAsync(reader));
    }

    [SkippableFact]
    public async Task A_value_of_another_type_is_a_miss_and_no_refusal_of_Redis_and_is_overwritten()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        var (key, _) = await StoreAsync(redis, client, Alice);
        await client.GetDatabase().KeyDeleteAsync(key);
        await client.GetDatabase().ListLeftPushAsync(key, "element");

        await using var reader = await Replica.StartAsync(redis);

        Assert.Equal(("asked", CacheStatus.Miss), await ReadAsync(reader));
        await Eventually.TrueAsync(
            "the record is in its place", async () => await client.GetDatabase().KeyTypeAsync(key) == RedisType.String);
        Assert.Equal(RedisState.Answering, reader.Gate.State);
        Assert.Empty(reader.Warnings);
    }

    /// <summary>Stores one record through a replica of its own and gives the key and value that appeared.</summary>
    private static async Task<(RedisKey Key, byte[] Value)> StoreAsync(
        RedisProcess redis, ConnectionMultiplexer client, Caller caller, params (string Key, string Value)[] settings)
    {
        var before = Keys(client);
        await using var writer = await Replica.StartAsync(redis, settings);
        await writer.Cache.GetAsync(
            caller, "tool", "{}", _ =>
                Task.FromResult(new Lookup<string>(caller.Subject, TimeSpan.FromMinutes(1))), CancellationToken.None);
        await Eventually.TrueAsync("the record is in Redis", () => Keys(client).Count > before.Count);
        var key = Keys(client).Except(before).Single();
        return (key, (byte[]?)await client.GetDatabase().StringGetAsync(key) ?? []);
    }

    private static List<RedisKey> Keys(ConnectionMultiplexer client) =>
        [.. client.GetServers()[0].Keys(pattern: "mcp:rc:*")];

    private static async Task<(string, CacheStatus)> ReadAsync(Replica reader)
    {
        var record = await reader.Cache.GetAsync(
            Alice, "tool", "{}", _ =>
                Task.FromResult(new Lookup<string>("asked", TimeSpan.FromMinutes(1))), CancellationToken.None);
        return (record.Value, record.Status);
    }

    private static byte[] Flip(byte[] value, int at)
    {
        var flipped = value.ToArray();
        flipped[at] ^= 1;
        return flipped;
    }
}
