using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// The cache's level in Redis. Every value is sealed here and not inside the serializer, which would not know the key:
/// one caller's record could then be put under another's.
/// </summary>
internal sealed class SealedDistributedCache(RedisGate gate, IOptions<CachingOptions> options, TimeProvider time)
    : IDistributedCache
{
    /// <summary>
    /// No more than this is read: a value of hundreds of megabytes that somebody left in Redis is not loaded to find
    /// that it is none of ours.
    /// </summary>
    private const int Largest = RecordSize.Largest + CacheSeal.Length + 4_096;

    private readonly CacheSeal _seal = new(options.Value, "records", time);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token)
    {
        var answer = await gate.TryAsync(database => database.ReadAsync(key, Largest), token);
        return _seal.Open(key, answer.Value);
    }

    /// <summary>
    /// Lost without a word while Redis does not answer: the record is in memory, and another replica asks for it
    /// itself.
    /// </summary>
    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token)
    {
        var lifetime = options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - time.GetUtcNow();
        if (lifetime is not { } expiry || expiry <= TimeSpan.Zero)
        {
            // Nothing here lives for ever.
            return;
        }

        var stored = _seal.Close(key, value, expiry);
        await gate.TryInBackgroundAsync(database => database.StringSetAsync(key, stored, expiry), token);
    }

    public async Task RemoveAsync(string key, CancellationToken token) =>
        await gate.TryInBackgroundAsync(database => database.KeyDeleteAsync(key), token);

    /// <summary>There is no sliding expiration to refresh.</summary>
    public Task RefreshAsync(string key, CancellationToken token) => Task.CompletedTask;

    public byte[]? Get(string key) => throw NotSynchronous();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw NotSynchronous();

    public void Refresh(string key) => throw NotSynchronous();

    public void Remove(string key) => throw NotSynchronous();

    private static NotSupportedException NotSynchronous() =>
        new("Redis is asked asynchronously only: a blocked thread cannot be bounded.");
}
