using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Tools;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// docs/API.md. A block of HTTP that begins with a verb is a request, and the block under it, which begins with HTTP/,
/// its answer; what stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c> is made from what the
/// server says of itself.
/// </summary>
internal static partial class ApiPage
{
    public static Page File { get; } = new("docs/API.md");

    /// <param name="page">The page as it is.</param>
    /// <param name="answerAsync">Sends a request and reads its answer.</param>
    /// <returns>The page with every answer as it is now.</returns>
    public static async Task<string> AnswerAsync(string page, Func<string, Task<string>> answerAsync)
    {
        var parts = new List<string>();
        var position = 0;
        foreach (Match exchange in Exchange().Matches(page))
        {
            var answer = exchange.Groups["answer"];
            parts.Add(page[position..answer.Index]);
            parts.Add(await answerAsync(exchange.Groups["request"].Value));
            position = answer.Index + answer.Length;
        }

        return string.Concat(parts) + page[position..];
    }

    public static string Fill(string page, string name, string content) =>
        new Regex($"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", RegexOptions.Singleline).Replace(
            page, _ => $"\n{content}\n");

    public static string Tools(JsonNode list) => string.Join('\n', list["tools"]?.AsArray().Select(WriteTool) ?? []);

    public static string Resources(JsonNode resources, JsonNode templates)
    {
        var rows = (resources["resources"]?.AsArray() ?? []).Concat(templates["resourceTemplates"]?.AsArray() ?? [])
            .Select(entry => $"| `{entry?["uri"] ?? entry?["uriTemplate"]}` | {entry?["mimeType"]} | {entry?["description"]} |\n");
        return $"| address | is | |\n|---|---|---|\n{string.Concat(rows)}";
    }

    /// <summary>Rows of docs/configuration.md, which another test holds to the options classes.</summary>
    public static string Limits(params string[] keys)
    {
        var rows = new Page("docs/configuration.md").Read().Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 5 && keys.Contains(cells[1].Trim('`')))
            .Select(cells => $"| {cells[5]} | {cells[3]} | {cells[1]} |\n");
        return $"| limit | default | setting |\n|---|---|---|\n{string.Concat(rows)}";
    }

    private static string WriteTool(JsonNode? tool) =>
        $"### `{tool?["name"]}`\n\n{tool?["description"]}\n\nNeeds the scope `{ScopeOf($"{tool?["name"]}")}`.\n\n" +
        $"{SchemaTable.Write("argument", tool?["inputSchema"])}\n{SchemaTable.Write("result", tool?["outputSchema"])}";

    private static string ScopeOf(string tool) =>
        typeof(ToolReply).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<McpServerToolAttribute>()?.Name == tool)
        .Select(method => method.GetCustomAttribute<RequiresScopeAttribute>()?.Scope ?? "")
        .Single();

    [GeneratedRegex(
        """^```http\n(?<request>(GET|POST|OPTIONS) .*?)^```\n\n```http\n(?<answer>HTTP/.*?)^```""",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Exchange();
}
