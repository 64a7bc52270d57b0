using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.Tests.Redis;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

/// <summary>Whoever can write to Redis cannot bring dropped records back.</summary>
public sealed class SharedEpochTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private readonly FakeUpstream _upstream = new();

    /// <summary>
    /// What may be written where the epoch stands, made from the one before the last drop and the last one.
    /// </summary>
    private static readonly Dictionary<string, Func<byte[], byte[], RedisValue>> Forgeries = new()
    {
        ["the value of the epoch before, without a seal"] = (before, _) => before[CacheSeal.Length..],
        ["the value of the epoch before, under the seal of the last"] = (before, last) =>
            (byte[])[.. last[..CacheSeal.Length], .. before[CacheSeal.Length..]],
        ["zero, as text"] = (_, _) => "0",
        ["a number of long ago"] = (_, last) => (byte[])[.. last[..CacheSeal.Length], .. new byte[16]],
    };

    public static TheoryData<string> ForgeryNames => [.. Forgeries.Keys];

    [SkippableTheory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_forged_epoch_is_none_even_for_a_replica_that_knows_no_other(string forgery)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await using var one = await Replica.StartAsync(redis);
        var (before, last) = await DropTwiceAsync(one, client);
        await client.GetDatabase().StringSetAsync(EpochKey(client), Forgeries[forgery](before, last));

        await using var other = await Replica.StartAsync(redis);

        Assert.Equal(("new", CacheStatus.Miss), await GetAsync(other, "new"));
        Assert.Empty(other.Warnings);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_epoch_put_back_and_one_taken_away_are_mended_by_a_replica_that_knows_the_newer(bool isPutBack)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await using var one = await Replica.StartAsync(redis);
        var (before, last) = await DropTwiceAsync(one, client);
        var key = EpochKey(client);
        await (isPutBack ? client.GetDatabase().StringSetAsync(key, before) : client.GetDatabase().KeyDeleteAsync(key));

        await Eventually.TrueAsync("it is looked at again, and mended", async () =>
        {
            Assert.NotEqual("first", (await GetAsync(one, "new")).Value);
            return (byte[]?)await client.GetDatabase().StringGetAsync(key) is { } now
                && now.AsSpan(CacheSeal.Length).SequenceEqual(last.AsSpan(CacheSeal.Length));
        });
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_no_epoch_gives_way_to_a_new_one_and_replicas_share_again(bool isText)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await using var one = await Replica.StartAsync(redis);
        var (_, last) = await DropTwiceAsync(one, client);
        var (key, database) = (EpochKey(client), client.GetDatabase());
        await database.KeyDeleteAsync(key);
        await (isText ? database.StringSetAsync(key, "text") : database.HashSetAsync(key, "field", "value"));
        await using var two = await Replica.StartAsync(redis);
        await using var three = await Replica.StartAsync(redis);

        Assert.Equal(("new", CacheStatus.Miss), await GetAsync(two, "new"));
        await Eventually.TrueAsync("the record is in Redis", () => Records(client) == 2);
        await Eventually.TrueAsync("there is an epoch again", async () =>
            await database.KeyTypeAsync(key) == RedisType.String
                && await database.StringLengthAsync(key) == last.Length);

        await Eventually.TrueAsync(
            "two has stored a record under it",
            async () => (await GetAsync(two, "new")).Value == "new" && Records(client) == 3);
        Assert.Equal(("new", CacheStatus.Hit), await GetAsync(three, "newer"));
        Assert.Empty(one.Warnings.Concat(two.Warnings).Concat(three.Warnings));
    }

    [Fact]
    public void A_record_s_seal_opens_no_epoch()
    {
        var time = TimeProvider.System;
        var sealed_ = new CacheSeal(new CachingOptions { Key = Replica.CachingKey }, "records", time).Close(
            "key", "value"u8, TimeSpan.FromMinutes(1));

        Assert.Null(
            new CacheSeal(new CachingOptions { Key = Replica.CachingKey }, "epochs", time).Open("key", sealed_));
    }

    /// <summary>Three records one after the other, a drop between each two.</summary>
    private async Task<(byte[] Before, byte[] Last)> DropTwiceAsync(Replica replica, ConnectionMultiplexer client)
    {
        await replica.Cache.DropCallerAsync(Alice, CancellationToken.None);
        await GetAsync(replica, "first");
        await Eventually.TrueAsync(
            "the record is in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Any());
        var before = await client.GetDatabase().StringGetAsync(EpochKey(client));
        await replica.Cache.DropCallerAsync(Alice, CancellationToken.None);
        return ((byte[]?)before ?? [], (byte[]?)await client.GetDatabase().StringGetAsync(EpochKey(client)) ?? []);
    }

    private static int Records(ConnectionMultiplexer client) =>
        client.GetServers()[0].Keys(pattern: "mcp:rc:*").Count();

    private static RedisKey EpochKey(ConnectionMultiplexer client) =>
        client.GetServers()[0].Keys(pattern: "mcp:epoch:2:caller:*").Single();

    private async Task<(string Value, CacheStatus Status)> GetAsync(Replica replica, string value)
    {
        _upstream.Value = value;
        var record = await replica.Cache.GetAsync(Alice, "tool", "{}", _upstream.AskAsync, CancellationToken.None);
        return (record.Value, record.Status);
    }
}
