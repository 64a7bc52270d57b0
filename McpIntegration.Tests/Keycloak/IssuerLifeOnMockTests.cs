using Xunit;

namespace McpIntegration.Tests.Keycloak;

[Collection(MockIssuerTestGroup.Name)]
public sealed class IssuerLifeOnMockTests(MockIssuer issuer) : IssuerLifeTests(issuer)
{
    protected override void SkipUnlessAvailable()
    {
    }
}
