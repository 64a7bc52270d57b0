namespace McpIntegration.KeycloakMock.Realms;

internal sealed record Client(string ClientId)
{
    public string? Name { get; init; }
    public string? Secret { get; init; }
    public bool PublicClient { get; init; }
    public bool BearerOnly { get; init; }
    public bool ServiceAccountsEnabled { get; init; }
    public string[] WebOrigins { get; init; } = [];
    public string[] DefaultClientScopes { get; init; } = [];
    public string[] OptionalClientScopes { get; init; } = [];
    public Dictionary<string, string> Attributes { get; init; } = [];

    public string AccessTokenType => Attributes.GetValueOrDefault("access.token.header.type.rfc9068") == "true" ? "at+jwt" : "JWT";

    /// <summary>One scope that the client does not have refuses the whole request, as with Keycloak.</summary>
    public bool MayAskFor(string? scope) =>
        ClientScope.Split(scope).All(name => name == ClientScope.OpenId || DefaultClientScopes.Contains(name) || OptionalClientScopes.Contains(name));
}
