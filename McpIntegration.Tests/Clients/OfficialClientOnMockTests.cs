using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.KeycloakMock;
using Xunit;

namespace McpIntegration.Tests.Clients;

[Collection(RunningApplicationTestGroup.Name)]
public sealed class OfficialClientOnMockTests(RunningApplication application, Journeys journeys)
    : OfficialClientTests(application, journeys), IClassFixture<Journeys>
{
    private readonly RunningApplication _application = application;

    protected override void SkipUnlessAvailable()
    {
    }

    protected override async Task<string> ExpiredTokenAsync()
    {
        using var client = _application.CreateClient("keycloak");
        var answer = await client.PostFormAsync(
            new Uri($"{_application.Issuer}/development/token"), new() { ["username"] = "alice", ["scope"] = "mcp:query", ["lifespan"] = "-60" });
        return answer.AccessToken;
    }
}
