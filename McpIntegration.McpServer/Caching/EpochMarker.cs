using System.Buffers.Binary;
using System.Security.Cryptography;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// What an epoch is in Redis. Its value is random, so that it is one that nobody had before, whatever the order in
/// which replicas write; its time says which of two is the newer.
/// </summary>
/// <param name="BegunAt">Milliseconds of Unix time; 0 for a scope that was never dropped.</param>
internal readonly record struct EpochMarker(long BegunAt, long Value)
{
    private const int Length = 2 * sizeof(long);

    /// <summary>
    /// Begun now, and after <paramref name="previous"/> even where this replica's clock is behind the one that began
    /// that.
    /// </summary>
    public static EpochMarker After(EpochMarker previous, DateTimeOffset now) => new(
        Math.Max(now.ToUnixTimeMilliseconds(), previous.BegunAt + 1),
        BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))));

    /// <summary>An epoch of this replica's own, older than any that another began.</summary>
    public static EpochMarker Guess() => After(default, DateTimeOffset.UnixEpoch) with { BegunAt = 0 };

    public static EpochMarker? Read(byte[]? bytes) => bytes is { Length: Length }
        ? new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)))
        : null;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, BegunAt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), Value);
        return bytes;
    }
}
