using System.Text.Json.Nodes;
using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Keycloak;

/// <summary>A file of the folder keycloak: every text in it, with the list that the text stands in.</summary>
internal sealed class RealmDocument(string file)
{
    public static string Folder => Path.Combine(ApplicationProcess.SolutionFolder, "keycloak");

    public JsonObject Json { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))?.AsObject()
        ?? throw new InvalidDataException($"{file} is null.");

    public IEnumerable<RealmText> Texts => TextsOf(Json, "", "", "");

    /// <param name="node">Where the texts are looked for.</param>
    /// <param name="name">The member that holds the node.</param>
    /// <param name="path">Names every object on the way, so that each client's list is a list of its own.</param>
    /// <param name="list">Leaves out the last one, so that the names of all client scopes are one list.</param>
    private static IEnumerable<RealmText> TextsOf(JsonNode? node, string name, string path, string list) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsOf(
            member.Value, member.Key, $"{path}.{member.Key}", member.Value is JsonValue
                ? $"{list}.{member.Key}"
                : $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(
            (item, index) => TextsOf(item, name, item is JsonObject ? $"{path}[{Label(item, index)}]" : path, path)),
        JsonValue value when value.TryGetValue<string>(out var text) => [new(list.TrimStart('.'), name, text)],
        _ => [],
    };

    private static string Label(JsonNode item, int index) =>
        (string?)item["clientId"] ?? (string?)item["name"] ?? (string?)item["username"] ?? $"{index}";
}
