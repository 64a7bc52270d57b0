using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Keys appear in logs, spans and in Redis, so what they are made of stands in them as a digest only.
/// </summary>
internal static class CacheDigest
{
    /// <summary>
    /// SHA-256 over the parts, each with its length in front, so that no two lists of parts run into the same text.
    /// </summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);
        }

        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
