using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// Tests marked <c>[Collection(KeycloakIssuerTestGroup.Name)]</c> share one <see cref="KeycloakIssuer"/>.
/// </summary>
[CollectionDefinition(Name)]
public sealed class KeycloakIssuerTestGroup : ICollectionFixture<KeycloakIssuer>
{
    public const string Name = "Keycloak issuer";
}
