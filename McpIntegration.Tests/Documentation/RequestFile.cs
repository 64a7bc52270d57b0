using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// internal-data.http, as far as it uses the format:
/// <code>
/// @server = http://localhost:3000
///
/// ### A token: 200
/// # @name login
/// POST {{server}}/...
///
/// ### Who may do what: 200
/// Authorization: Bearer {{login.response.body.$.access_token}}
/// </code>
/// The number at the end of a title is the status that its request is to be answered with.
/// </summary>
internal sealed partial class RequestFile(string text, IReadOnlyDictionary<string, string> variables)
{
    private readonly Dictionary<string, JsonNode?> _answers = [];

    private Dictionary<string, string> Variables { get; } = Definition().Matches(text)
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim());

    /// <summary>Sends every request in order.</summary>
    /// <returns>Each title, and the status that came.</returns>
    public async Task<IReadOnlyList<(string Title, int Status)>> RunAsync(HttpClient client)
    {
        List<(string Title, int Status)> run = [];
        foreach (var section in text.Split("\n### ")[1..])
        {
            var lines = section.Split('\n');
            var request = string.Join('\n', lines[1..].Where(line => !line.StartsWith('#')));
            using var answer = await HttpExchange.Parse(Fill(request)).SendAsync(client);
            run.Add((lines[0], (int)answer.StatusCode));
            var body = await answer.Content.ReadAsStringAsync();
            foreach (var name in lines.Where(line => line.StartsWith("# @name ", StringComparison.Ordinal)))
            {
                _answers[name["# @name ".Length..].Trim()] = JsonNode.Parse(body);
            }
        }

        return run;
    }

    private string Fill(string request) => Reference().Replace(request, match =>
        match.Groups["answer"] is { Success: true } answer
            ? (string?)_answers[answer.Value]?[match.Groups["member"].Value] ?? ""
            : variables.GetValueOrDefault(match.Groups["variable"].Value) ?? Variables[match.Groups["variable"].Value]);

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\{\{((?<answer>\w+)\.response\.body\.\$\.(?<member>\w+)|(?<variable>\w+))\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
