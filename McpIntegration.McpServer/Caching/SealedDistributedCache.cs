using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// The cache's level in Redis. Every value carries a MAC over its key and itself, so that whoever can write to Redis
/// can neither forge a record nor put one caller's record under another's key: what does not verify is not there. A MAC
/// inside the serializer would not know the key.
/// </summary>
internal sealed class SealedDistributedCache(RedisGate gate, IOptions<CachingOptions> options) : IDistributedCache
{
    /// <summary>Layout: this byte, the MAC, the value. Another version is another layout, hence a miss.</summary>
    private const byte FormatVersion = 1;
    private const int HeaderLength = 1 + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _macKey = Encoding.UTF8.GetBytes(options.Value.Key);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token)
    {
        var answer = await gate.TryAsync(database => database.StringGetAsync(key), token);
        return (byte[]?)answer.Value is { } stored && Verifies(key, stored) ? stored[HeaderLength..] : null;
    }

    /// <summary>
    /// Lost without a word while Redis does not answer: the record is in memory, and another replica asks for it
    /// itself.
    /// </summary>
    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token)
    {
        var lifetime = options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - DateTimeOffset.UtcNow;
        if (lifetime is not { } expiry || expiry <= TimeSpan.Zero)
        {
            // Nothing here lives for ever.
            return;
        }

        var stored = new byte[HeaderLength + value.Length];
        stored[0] = FormatVersion;
        Sign(key, value, stored.AsSpan(1, HMACSHA256.HashSizeInBytes));
        value.CopyTo(stored, HeaderLength);
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

    private bool Verifies(string key, ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderLength || stored[0] != FormatVersion)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(key, stored[HeaderLength..], mac);
        return CryptographicOperations.FixedTimeEquals(mac, stored[1..HeaderLength]);
    }

    private void Sign(string key, ReadOnlySpan<byte> value, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _macKey);
        var name = Encoding.UTF8.GetBytes(key);
        Span<byte> nameLength = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(nameLength, name.Length);
        hash.AppendData([FormatVersion]);
        hash.AppendData(nameLength);
        hash.AppendData(name);
        hash.AppendData(value);
        hash.GetHashAndReset(mac);
    }
}
