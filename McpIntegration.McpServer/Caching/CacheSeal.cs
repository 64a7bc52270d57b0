using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Seals what replicas share through Redis with a MAC over the key, the value and the end of its life, so that whoever
/// can write to Redis can neither forge a value, nor put one under another key, nor bring one back when its time is
/// over. What does not verify is not there.
/// </summary>
/// <param name="secret"><c>Caching:Key</c>.</param>
/// <param name="purpose">Part of the MAC's own key: what is sealed for one purpose opens for no other.</param>
internal sealed class CacheSeal(string secret, string purpose, TimeProvider time)
{
    /// <summary>Bytes that a seal adds.</summary>
    public const int Length = EndLength + HMACSHA256.HashSizeInBytes + 1;

    /// <summary>
    /// Layout: this byte, the end, the MAC, the value. Another version is another layout, hence a miss.
    /// </summary>
    private const byte FormatVersion = 2;
    private const int EndLength = sizeof(long);

    private readonly byte[] _macKey = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(secret),
        HMACSHA256.HashSizeInBytes,
        info: Encoding.UTF8.GetBytes(purpose));

    public byte[] Close(string key, ReadOnlySpan<byte> value, TimeSpan lifetime)
    {
        var stored = new byte[Length + value.Length];
        stored[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(
            stored.AsSpan(1), (time.GetUtcNow() + lifetime).ToUnixTimeMilliseconds());
        value.CopyTo(stored.AsSpan(Length));
        Sign(key, stored, MacOf(stored));
        return stored;
    }

    /// <returns>Null when it does not verify, or its time is over.</returns>
    public byte[]? Open(string key, byte[]? stored)
    {
        if (stored is null || stored.Length < Length || stored[0] != FormatVersion)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(key, stored, mac);
        return CryptographicOperations.FixedTimeEquals(mac, MacOf(stored))
            && BinaryPrimitives.ReadInt64LittleEndian(stored.AsSpan(1)) > time.GetUtcNow().ToUnixTimeMilliseconds()
                ? stored[Length..]
                : null;
    }

    private static Span<byte> MacOf(byte[] stored) => stored.AsSpan(1 + EndLength, HMACSHA256.HashSizeInBytes);

    private void Sign(string key, ReadOnlySpan<byte> stored, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _macKey);
        var name = Encoding.UTF8.GetBytes(key);
        Span<byte> nameLength = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(nameLength, name.Length);
        hash.AppendData(stored[..(1 + EndLength)]);
        hash.AppendData(nameLength);
        hash.AppendData(name);
        hash.AppendData(stored[Length..]);
        hash.GetHashAndReset(mac);
    }
}
