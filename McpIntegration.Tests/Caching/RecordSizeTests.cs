using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

public sealed class RecordSizeTests
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private readonly FakeUpstream _upstream = new();

    [SkippableTheory]
    [InlineData(RecordSize.Largest - 2, 1)]
    [InlineData(RecordSize.Largest - 1, 2)]
    public async Task A_record_larger_than_the_bound_is_answered_and_kept_nowhere(int length, int calls)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        using var client = await redis.ConnectAsync();
        _upstream.Value = new string('x', length);

        var first = await GetAsync(one, "{}");
        var second = await GetAsync(one, "{}");

        Assert.Equal((length, length), (first.Value.Length, second.Value.Length));
        Assert.Equal(calls, _upstream.Calls);
        await GetAsync(one, "small", "small");
        await Eventually.TrueAsync(
            "what is kept is in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Count() >= 3 - calls);
        Assert.Equal(3 - calls, client.GetServers()[0].Keys(pattern: "mcp:rc:*").Count());
    }

    [SkippableFact]
    public async Task The_largest_record_comes_from_Redis_as_it_was()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis);
        using var client = await redis.ConnectAsync();
        _upstream.Value = new string('x', RecordSize.Largest - 2);
        await GetAsync(one, "{}");
        await Eventually.TrueAsync(
            "the record is in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Any());

        var record = await GetAsync(other, "{}");

        Assert.Equal((CacheStatus.Hit, _upstream.Value), (record.Status, record.Value));
    }

    [SkippableFact]
    public async Task Records_that_come_from_Redis_count_for_their_size_too()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var one = await Replica.StartAsync(redis);
        await using var other = await Replica.StartAsync(redis, ("Caching:MemoryLimit", "1048576"));
        using var client = await redis.ConnectAsync();
        var keys = Enumerable.Range(0, 100).Select(i => $"{i}").ToArray();
        foreach (var key in keys)
        {
            await GetAsync(one, key);
        }

        await Eventually.TrueAsync(
            "the records are in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Count() == keys.Length);
        foreach (var key in keys)
        {
            Assert.Equal(CacheStatus.Hit, (await GetAsync(other, key)).Status);
        }

        await redis.KillAsync();
        foreach (var key in keys)
        {
            Assert.Equal(CacheStatus.Hit, (await GetAsync(other, key)).Status);
        }
    }

    private async Task<CachedRecord<string>> GetAsync(Replica replica, string arguments, string? value = null)
    {
        _upstream.Value = value ?? _upstream.Value;
        return await replica.Cache.GetAsync(Alice, "tool", arguments, _upstream.AskAsync, CancellationToken.None);
    }
}
