using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace McpIntegration.Tests.AppHost;

[Collection(RunningApplicationOnKeycloakTestGroup.Name)]
public sealed class RealKeycloakTests(RunningApplicationOnKeycloak application)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public async Task Its_tokens_name_the_issuer_and_the_endpoint_that_clients_know()
    {
        RunningApplicationOnKeycloak.SkipUnlessAvailable();
        using var limit = new CancellationTokenSource(Limit);
        using var client = application.CreateClient("keycloak");
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", "mcp-machine"), new(
                "client_secret", "development-only-secret"),
        ]);

        using var response = await client.PostAsync("/realms/mcp/protocol/openid-connect/token", form, limit.Token);

        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(limit.Token);
        var token = new JsonWebToken((string?)answer?["access_token"]);
        Assert.Equal(application.Issuer, token.Issuer);
        Assert.Equal([application.McpEndpoint.AbsoluteUri], token.Audiences);
    }
}
