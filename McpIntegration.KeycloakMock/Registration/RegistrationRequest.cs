using System.Text.Json;
using McpIntegration.KeycloakMock.Answers;

namespace McpIntegration.KeycloakMock.Registration;

/// <summary>What a client says of itself (RFC 7591, section 2); members that no policy looks at are not read.</summary>
internal sealed record RegistrationRequest
{
    /// <summary>Null in the JSON is as absent.</summary>
    public string[] RedirectUris { get; init => field = value ?? []; } = [];

    public string[]? PostLogoutRedirectUris { get; init; }
    public string[]? GrantTypes { get; init; }
    public string? TokenEndpointAuthMethod { get; init; }
    public string? ClientName { get; init; }
    public string? Scope { get; init; }
    public string? ClientUri { get; init; }
    public string? LogoUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
    public string? JwksUri { get; init; }

    public IEnumerable<string> Addresses =>
        [.. RedirectUris, .. PostLogoutRedirectUris ?? [], .. new[] { ClientUri, LogoUri, PolicyUri, TosUri, JwksUri }.OfType<string>()];

    /// <summary>
    /// Null for a body that is not a JSON object with members of the right types; null in a list is no text either.
    /// </summary>
    public static async Task<RegistrationRequest?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync<RegistrationRequest>(
                body, KeycloakJson.Options, cancellationToken);
            return request?.Addresses.Concat(request.GrantTypes ?? []).Contains(null) == false ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
