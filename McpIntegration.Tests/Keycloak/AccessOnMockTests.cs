using Xunit;

namespace McpIntegration.Tests.Keycloak;

[Collection(MockIssuerTestGroup.Name)]
public sealed class AccessOnMockTests(MockIssuer issuer) : AccessTests(issuer)
{
    protected override void SkipUnlessAvailable()
    {
    }
}
