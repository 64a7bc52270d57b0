using System.Net;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.KeycloakMock;

internal sealed class OAuthAnswer(HttpStatusCode status, string text, Dictionary<string, string> headers)
{
    private static readonly string[] RecordedHeaders = ["cache-control", "pragma", "content-type", "location"];

    public HttpStatusCode Status => status;

    public string Text => text;

    public string? Location => headers.GetValueOrDefault("location");

    /// <summary>Those that the recorded answers have, by their names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    public JsonObject Json => JsonNode.Parse(Text)?.AsObject() ?? throw new InvalidDataException("The answer is null.");

    public string AccessToken => Member("access_token");

    public string RefreshToken => Member("refresh_token");

    public static async Task<OAuthAnswer> ReadAsync(HttpResponseMessage response)
    {
        // As they came: the typed headers would write some of them anew. Keycloak sends Cache-Control twice with
        // userinfo, and the recording has the last one.
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => RecordedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.Last());
        return new OAuthAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    private string Member(string name) => (string?)Json[name] ?? throw new InvalidDataException($"No {name} in {Text}");
}
