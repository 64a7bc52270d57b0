using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Keys appear in logs, spans and in Redis, so what they are made of stands in them as a digest only.
/// </summary>
internal static class CacheDigest
{
    private const int LongestLength = 11;

    /// <summary>
    /// SHA-256 over the parts, each with its length in front, so that no two lists of parts run into the same text.
    /// </summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += LongestLength + Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        // Every call needs a digest, so its text is not made as a string first.
        var text = ArrayPool<byte>.Shared.Rent(size);
        var length = 0;
        foreach (var part in parts)
        {
            var rest = text.AsSpan(length);
            length += Utf8.TryWrite(rest, CultureInfo.InvariantCulture, $"{part.Length}:{part}", out var written)
                ? written
                : throw new UnreachableException();
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(text);
        return Base64Url.EncodeToString(digest);
    }
}
