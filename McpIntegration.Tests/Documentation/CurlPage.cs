using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// docs/curl.md: commands in bash, each with the answer that stands under it, if one does:
/// <code>
/// ```bash
/// curl -i -X POST ...
/// ```
///
/// ```http
/// HTTP/1.1 401 Unauthorized
/// ...
/// ```
/// </code>
/// </summary>
internal static partial class CurlPage
{
    private const string Separator = "--- end of the block ---";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static (string Command, string Answer)[] Read()
    {
        var page = File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, "docs", "curl.md"));
        return [.. Block().Matches(page).Select(block => (block.Groups["command"].Value, block.Groups["answer"].Value))];
    }

    /// <summary>One script of all commands, so that later ones find the variables of earlier ones.</summary>
    public static string ToScript(IEnumerable<string> commands) =>
        string.Concat(commands.Select(command => $"{command}\nprintf '\\n{Separator}\\n'\n"));

    public static string[] SplitOutput(string output) => output.Split($"\n{Separator}\n")[..^1];

    /// <summary>
    /// Header fields without those that frame the body, JSON indented, and one value for all that differs from run to
    /// run.
    /// </summary>
    public static string Normalize(string answer)
    {
        var parts = answer.StartsWith("HTTP/", StringComparison.Ordinal) ? answer.Split("\n\n", 2) : [answer];
        var texts = parts.Select(part => Indent(part.Trim()));
        return Volatile().Replace(Framing().Replace(string.Join("\n\n", texts).Trim(), ""), "*");
    }

    private static string Indent(string text)
    {
        if (!text.StartsWith('{'))
        {
            return text;
        }

        return JsonNode.Parse(text)?.ToJsonString(Indented).Replace("\r\n", "\n", StringComparison.Ordinal) ?? text;
    }

    [GeneratedRegex(
        """^```bash\n(?<command>.*?)^```\n(\n^```(http|json|text)\n(?<answer>.*?)^```)?""",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("""^(Content-Length|Transfer-Encoding): .*\n?""", RegexOptions.Multiline)]
    private static partial Regex Framing();

    [GeneratedRegex(
        """
        (?<="access_token":[ ]")[^"]+
        |(?<=nextCursor(":[ ]"|\\":\\"))[\w-]+
        |(?<=line[ ]data-|\\ndata-)[\w-]{16}
        |(?<=^(Date|Age|Mcp-Session-Id|Retry-After):[ ])[^\n]+
        |(?<=;t=)\d+
        |(?<=Wait[ ])\d+(?=[ ]seconds)
        |(?<="retry_after":[ ])\d+
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Volatile();
}
