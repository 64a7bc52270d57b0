using System.Net;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.KeycloakMock;

internal sealed record OAuthAnswer(HttpStatusCode Status, string Text, string? Location)
{
    public JsonObject Json => JsonNode.Parse(Text)?.AsObject() ?? throw new InvalidDataException("The answer is null.");

    public string AccessToken => (string?)Json["access_token"] ?? throw new InvalidDataException($"No access token in {Text}");

    public static async Task<OAuthAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.OriginalString);
}
