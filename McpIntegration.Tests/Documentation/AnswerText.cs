using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// An answer as a page shows it: JSON indented, long lists and texts cut, … for what differs from run to run.
/// </summary>
internal static partial class AnswerText
{
    private const int LongestList = 3;
    private const int LongestJsonText = 120;
    private static readonly string[] Framing = ["Date", "Server", "Content-Length", "Transfer-Encoding", "Connection"];
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        var text = new StringBuilder($"HTTP/{answer.Version} {(int)answer.StatusCode} {answer.ReasonPhrase}\n");
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!Framing.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                text.Append($"{name}: {values}\n");
            }
        }

        var body = await answer.Content.ReadAsStringAsync();
        if (body.Length > 0)
        {
            text.Append($"\n{Show(body)}\n");
        }

        return Volatile().Replace(text.ToString(), "…");
    }

    private static string Show(string body) => body.StartsWith('{')
        ? Shorten(JsonNode.Parse(body))?.ToJsonString(Indented).ReplaceLineEndings("\n") ?? "null"
        : body;

    private static JsonNode? Shorten(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Key, Shorten(member.Value)))),
        JsonArray { Count: > LongestList } items => new JsonArray(
            [.. items.Take(2).Select(Shorten), JsonValue.Create($"… and {items.Count - 2} more")]),
        JsonArray items => new JsonArray([.. items.Select(Shorten)]),
        JsonValue value when value.TryGetValue<string>(out var text)
            && text.StartsWith('{')
            && text.Length > LongestJsonText =>
            JsonValue.Create($"{text[..LongestJsonText]}…"),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(
        """
        (?<="nextCursor":[ ]")[\w.-]+
        |(?<=nextCursor\\":\\")[\w.-]+
        |(?<=(line[ ]|\\n)data-)[\w-]{16}
        |(?<=^(Age|Mcp-Session-Id|Retry-After|X-Request-Id|traceparent):[ ])[^\n]+
        |(?<=;t=)\d+
        |(?<="retry_after":[ ])\d+
        |(?<=Wait[ ])\d+(?=[ ]seconds)
        |(?<="timestamp":[ ]")\d{4}-\d\d-\d\dT[^"]*\.\d+[^"]*
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex Volatile();
}
