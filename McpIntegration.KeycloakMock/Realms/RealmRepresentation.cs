namespace McpIntegration.KeycloakMock.Realms;

/// <summary>What is read of a realm file or a users file; the names are Keycloak's. Lifespans are in seconds.</summary>
internal sealed record RealmRepresentation(string Realm)
{
    public string? DisplayName { get; init; }
    public int AccessTokenLifespan { get; init; } = 300;
    public int SsoSessionIdleTimeout { get; init; } = 1800;
    public string[] DefaultDefaultClientScopes { get; init; } = [];
    public string[] DefaultOptionalClientScopes { get; init; } = [];
    public ClientScope[] ClientScopes { get; init; } = [];
    public ScopeMapping[] ScopeMappings { get; init; } = [];
    public Client[] Clients { get; init; } = [];
    public User[] Users { get; init; } = [];
    public Dictionary<string, RealmComponent[]> Components { get; init; } = [];
}

/// <summary>The roles of which a person needs one to be granted the scope.</summary>
internal sealed record ScopeMapping(string ClientScope, string[] Roles);
