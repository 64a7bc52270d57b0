namespace McpIntegration.KeycloakMock.Realms;

/// <summary>A part of the realm that a provider of Keycloak's brings; a registration policy, for one.</summary>
internal sealed record RealmComponent(string Name, string ProviderId)
{
    public Dictionary<string, string[]> Config { get; init; } = [];
}
