using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// Requests to a real Keycloak 26.7.3 with this repository's realm, and its answers, by name (answers.json).
/// </summary>
internal static class KeycloakAnswers
{
    private const string Issuer = "http://localhost:8080/realms/mcp";

    private static readonly Dictionary<string, Recording> All = Read();

    public static IEnumerable<string> Names => All.Keys;

    public static JsonObject Request(string name) => All[name].Request;

    /// <summary>
    /// The recorded answer in the form in which <see cref="AnswerForm"/> puts answers to be compared.
    /// </summary>
    public static string Expected(string name)
    {
        var (_, _, status, headers, body) = All[name];
        return new AnswerForm(Issuer).Of(status, headers, body);
    }

    private static Dictionary<string, Recording> Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "KeycloakMock", "answers.json");
        var recordings =
            JsonSerializer.Deserialize<Recording[]>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? [];
        return recordings.ToDictionary(recording => recording.Name);
    }

    private sealed record Recording(
        string Name, JsonObject Request, int Status, Dictionary<string, string> Headers, JsonNode? Body);
}
