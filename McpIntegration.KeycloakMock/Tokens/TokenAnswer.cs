using System.Text.Json.Serialization;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// The answer that holds tokens (RFC 6749, section 5.1), with Keycloak's additions. Lifespans are in seconds.
/// </summary>
internal sealed record TokenAnswer(string AccessToken, int ExpiresIn, string Scope)
{
    public int RefreshExpiresIn { get; init; }
    public string? RefreshToken { get; init; }
    public string TokenType { get; } = "Bearer";
    public string? IdToken { get; init; }

    [JsonPropertyName("not-before-policy")]
    public int NotBeforePolicy { get; }

    public string? SessionState { get; init; }
}
