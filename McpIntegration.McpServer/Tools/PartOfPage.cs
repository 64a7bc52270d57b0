using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpIntegration.McpServer.Tools;

/// <summary>The records at a page's beginning that were delivered already.</summary>
/// <param name="PageSize">The limit that the page was asked for with: asked again with it, it is the same page.</param>
/// <param name="Count">How many of its records were delivered.</param>
/// <param name="Last">Digest of the last of them, by which it is found when the page has changed since.</param>
internal sealed record PartOfPage(int PageSize, int Count, byte[] Last)
{
    /// <summary>Bytes of a digest; 128 bits are more than enough to tell the records of a page apart.</summary>
    public const int DigestLength = 16;

    public static PartOfPage Of(IReadOnlyList<JsonElement> records, int pageSize, int count) =>
        new(pageSize, count, DigestOf(records[count - 1]));

    /// <returns>
    /// The index behind the last delivered record, wherever in the page it is now; null when it is gone, so that nobody
    /// can say what was delivered.
    /// </returns>
    public int? FindEnd(IReadOnlyList<JsonElement> records)
    {
        if (Count <= records.Count && IsLast(records[Count - 1]))
        {
            return Count;
        }

        for (var i = 0; i < records.Count; i++)
        {
            if (IsLast(records[i]))
            {
                return i + 1;
            }
        }

        return null;
    }

    private bool IsLast(JsonElement record) => Last.AsSpan().SequenceEqual(DigestOf(record));

    // A record is the same one while its id is, whatever else of it changes. Texts are compared and not their spelling:
    // a page that comes from Redis has other escapes.
    private static byte[] DigestOf(JsonElement record) =>
        SHA256.HashData(record.TryGetProperty("id", out var id)
            ? Encoding.UTF8.GetBytes(id.ToString())
            : JsonSerializer.SerializeToUtf8Bytes(record))[..DigestLength];
}
