using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Seals what leaves this server and comes back, through Redis or through a caller, with a MAC over the key, the value
/// and the end of its life, so that whoever holds it can neither forge a value, nor put one under another key, nor
/// bring one back when its time is over. What does not verify is not there.
/// </summary>
/// <param name="options">Closed with its key; opened with that, or with the one before it.</param>
/// <param name="purpose">Part of the MAC's own key: what is sealed for one purpose opens for no other.</param>
internal sealed class CacheSeal(CachingOptions options, string purpose, TimeProvider time)
{
    /// <summary>Bytes that a seal adds.</summary>
    public const int Length = EndLength + HMACSHA256.HashSizeInBytes + 1;

    /// <summary>
    /// Layout: this byte, the end, the MAC, the value. Another version is another layout, hence a miss.
    /// </summary>
    private const byte FormatVersion = 2;
    private const int EndLength = sizeof(long);

    private readonly byte[] _macKey = DeriveKey(options.Key, purpose);
    private readonly byte[]? _previousMacKey =
        options.PreviousKey is { } previous ? DeriveKey(previous, purpose) : null;

    public byte[] Close(string key, ReadOnlySpan<byte> value, TimeSpan lifetime) =>
        Close(key, value, time.GetUtcNow() + lifetime);

    public byte[] Close(string key, ReadOnlySpan<byte> value, DateTimeOffset end)
    {
        var stored = new byte[Length + value.Length];
        stored[0] = FormatVersion;
        BinaryPrimitives.WriteInt64LittleEndian(stored.AsSpan(1), end.ToUnixTimeMilliseconds());
        value.CopyTo(stored.AsSpan(Length));
        Sign(_macKey, key, stored, MacOf(stored));
        return stored;
    }

    /// <returns>Null when it does not verify, or its time is over.</returns>
    public byte[]? Open(string key, byte[]? stored)
    {
        if (stored is null || stored.Length < Length || stored[0] != FormatVersion)
        {
            return null;
        }

        var isOurs = Verifies(_macKey, key, stored)
            || (_previousMacKey is not null && Verifies(_previousMacKey, key, stored));
        return isOurs
            && BinaryPrimitives.ReadInt64LittleEndian(stored.AsSpan(1)) > time.GetUtcNow().ToUnixTimeMilliseconds()
                ? stored[Length..]
                : null;
    }

    private static byte[] DeriveKey(string secret, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(secret),
        HMACSHA256.HashSizeInBytes,
        info: Encoding.UTF8.GetBytes(purpose));

    private static bool Verifies(byte[] macKey, string key, byte[] stored)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(macKey, key, stored, mac);
        return CryptographicOperations.FixedTimeEquals(mac, MacOf(stored));
    }

    private static Span<byte> MacOf(byte[] stored) => stored.AsSpan(1 + EndLength, HMACSHA256.HashSizeInBytes);

    private static void Sign(byte[] macKey, string key, ReadOnlySpan<byte> stored, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, macKey);
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
