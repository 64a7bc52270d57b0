using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed class PublishedIssuerTests(PublishedManifest manifest) : IClassFixture<PublishedManifest>
{
    [Fact]
    public void Keycloak_is_published_without_an_administrator_and_without_a_password_for_one()
    {
        var settings = manifest.Resources["keycloak"]?["env"]?.AsObject().Select(variable => variable.Key).ToArray() ?? [];

        Assert.Contains("MCP_MACHINE_SECRET", settings);
        Assert.DoesNotContain(settings, name => name.Contains("ADMIN", StringComparison.Ordinal));
        Assert.Null(manifest.Resources["keycloak-password"]);
    }
}
