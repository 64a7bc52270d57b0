using System.Net;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.KeycloakMock;

internal sealed class OAuthAnswer(HttpStatusCode status, string text, string? location)
{
    public HttpStatusCode Status => status;

    public string Text => text;

    public string? Location => location;

    public JsonObject Json => JsonNode.Parse(Text)?.AsObject() ?? throw new InvalidDataException("The answer is null.");

    public string AccessToken => Member("access_token");

    public string RefreshToken => Member("refresh_token");

    public static async Task<OAuthAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.OriginalString);

    private string Member(string name) => (string?)Json[name] ?? throw new InvalidDataException($"No {name} in {Text}");
}
