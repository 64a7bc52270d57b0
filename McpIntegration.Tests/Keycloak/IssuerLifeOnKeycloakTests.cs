using Xunit;

namespace McpIntegration.Tests.Keycloak;

[Collection(KeycloakIssuerTestGroup.Name)]
public sealed class IssuerLifeOnKeycloakTests(KeycloakIssuer issuer) : IssuerLifeTests(issuer)
{
    protected override void SkipUnlessAvailable() => KeycloakHome.SkipUnlessAvailable();
}
