using System.Buffers.Text;
using System.Text;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>
/// The id of the last record given, so that a cursor stays good for as long as the record is there. Encoded, because
/// its form is nobody's business but ours.
/// </summary>
internal static class Cursor
{
    private const string Prefix = "after:";

    public static string After(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Prefix + id));

    /// <returns>The id, or null when the text is nothing that <see cref="After"/> returns.</returns>
    public static string? Read(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var id = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : "";
        // Padding, white space and unused bits are valid Base64Url, but not what we gave out.
        return After(id) == cursor ? id : null;
    }
}
