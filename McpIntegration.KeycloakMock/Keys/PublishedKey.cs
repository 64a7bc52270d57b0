using System.Text.Json.Serialization;

namespace McpIntegration.KeycloakMock.Keys;

/// <summary>A key as the key set lists it (RFC 7517).</summary>
internal sealed record PublishedKey(
    string Kid,
    string Kty,
    string Alg,
    string Use,
    string[] X5c,
    string X5t,
    [property: JsonPropertyName("x5t#S256")] string X5tS256,
    string N,
    string E);
