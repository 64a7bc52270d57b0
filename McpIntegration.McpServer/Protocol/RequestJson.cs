using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace McpIntegration.McpServer.Protocol;

/// <summary>How this server reads JSON: as UTF-8 throughout, of bounded depth, and of one meaning.</summary>
internal static class RequestJson
{
    /// <param name="body">The bytes, which are left as they are.</param>
    /// <param name="maxDepth">How many objects and arrays may stand inside of one another.</param>
    /// <param name="isAmbiguous">
    /// An object has two members of one name. Readers differ in which of them counts, so that a gateway and this server
    /// would not see the same request.
    /// </param>
    /// <exception cref="JsonException">It is not JSON in UTF-8, or nests deeper.</exception>
    public static JsonDocument Parse(in ReadOnlySequence<byte> body, int maxDepth, out bool isAmbiguous)
    {
        RequireText(body, maxDepth);
        var lenient = new JsonDocumentOptions { MaxDepth = maxDepth };
        try
        {
            isAmbiguous = false;
            return JsonDocument.Parse(body, lenient with { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            // It was read once already, so this is the one thing that the strict reading finds besides.
            isAmbiguous = true;
            return JsonDocument.Parse(body, lenient);
        }
    }

    /// <summary>Refuses text that is no text: bytes that are not UTF-8, or half a surrogate pair.</summary>
    private static void RequireText(in ReadOnlySequence<byte> body, int maxDepth)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(reader))
            {
                throw new JsonException();
            }
        }
    }

    private static bool IsText(in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
        {
            return Utf8.IsValid(reader.ValueSpan);
        }

        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
