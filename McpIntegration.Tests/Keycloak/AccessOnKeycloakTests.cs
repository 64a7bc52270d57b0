using Xunit;

namespace McpIntegration.Tests.Keycloak;

[Collection(KeycloakIssuerTestGroup.Name)]
public sealed class AccessOnKeycloakTests(KeycloakIssuer issuer) : AccessTests(issuer)
{
    protected override void SkipUnlessAvailable() => KeycloakHome.SkipUnlessAvailable();
}
