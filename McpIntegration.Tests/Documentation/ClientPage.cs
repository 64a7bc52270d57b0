using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// A page of docs/clients: blocks of JSON that are pasted into a client's configuration, and, under "What it
/// registers", registrations as the client is known to send them.
/// </summary>
internal static partial class ClientPage
{
    public static readonly string[] Names = ["claude-code", "claude-desktop", "vscode", "cursor", "inspector"];

    public static string Read(string name) => new Page($"docs/clients/{name}.md").Read();

    public static IEnumerable<JsonObject> Configurations(string name) =>
        Blocks(name).Where(block => !IsRegistration(block));

    public static IEnumerable<JsonObject> Registrations(string name) => Blocks(name).Where(IsRegistration);

    private static IEnumerable<JsonObject> Blocks(string name) => Json().Matches(Read(name))
        .Select(match => JsonNode.Parse(match.Groups["json"].Value, documentOptions: new() { AllowDuplicateProperties = false })?.AsObject()
            ?? throw new JsonException("A block is null."));

    private static bool IsRegistration(JsonObject block) => block.ContainsKey("redirect_uris");

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
