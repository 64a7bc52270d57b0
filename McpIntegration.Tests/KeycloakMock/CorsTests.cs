using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class CorsTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    [Theory]
    [InlineData("/realms/mcp/.well-known/openid-configuration", "https://anywhere.example", "*")]
    [InlineData("/realms/mcp/protocol/openid-connect/certs", "https://anywhere.example", "*")]
    [InlineData("/realms/mcp/protocol/openid-connect/token", "http://localhost:6274", "http://localhost:6274")]
    [InlineData("/realms/mcp/protocol/openid-connect/token", "https://anywhere.example", null)]
    public async Task A_browser_is_let_in_from_the_origins_that_the_clients_name(
        string path, string origin, string? allowed)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);

        using var response = await client.SendAsync(request);

        Assert.Equal(
            allowed,
            response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values)
                ? Assert.Single(values)
                : null);
    }
}
