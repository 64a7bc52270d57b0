using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>Tests marked <c>[Collection(MockIssuerTestGroup.Name)]</c> share one <see cref="MockIssuer"/>.</summary>
[CollectionDefinition(Name)]
public sealed class MockIssuerTestGroup : ICollectionFixture<MockIssuer>
{
    public const string Name = "Mock issuer";
}
