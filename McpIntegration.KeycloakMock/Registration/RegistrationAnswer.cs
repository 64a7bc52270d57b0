namespace McpIntegration.KeycloakMock.Registration;

/// <summary>
/// What Keycloak answers to a registration (RFC 7591, section 3.2.1). Times are in seconds since 1970.
/// </summary>
internal sealed record RegistrationAnswer(
    string ClientId, string? ClientName, string? ClientSecret, string TokenEndpointAuthMethod, string Scope, long ClientIdIssuedAt)
{
    public required string[] RedirectUris { get; init; }
    public required string[] PostLogoutRedirectUris { get; init; }
    public required string[] GrantTypes { get; init; }
    public required string RegistrationClientUri { get; init; }
    public required string RegistrationAccessToken { get; init; }
    public int? ClientSecretExpiresAt => ClientSecret is null ? null : 0;
    public string[] ResponseTypes { get; } = ["code", "none"];
    public string SubjectType { get; } = "public";
    public string[] RequestUris { get; } = [];
    public bool TlsClientCertificateBoundAccessTokens { get; }
    public bool DpopBoundAccessTokens { get; }
    public bool BackchannelLogoutSessionRequired { get; }
    public bool FrontchannelLogoutSessionRequired { get; }
    public bool RequirePushedAuthorizationRequests { get; }
}
