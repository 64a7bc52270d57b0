using System.Net.Http.Headers;
using System.Net.Http.Json;
using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.KeycloakMock;
using Xunit;

namespace McpIntegration.Tests.Clients;

[Collection(RunningApplicationOnKeycloakTestGroup.Name)]
public sealed class OfficialClientOnKeycloakTests(RunningApplicationOnKeycloak application, Journeys journeys)
    : OfficialClientTests(application, journeys), IClassFixture<Journeys>
{
    private const string Secret = "development-only-secret";
    private readonly RunningApplicationOnKeycloak _application = application;

    protected override void SkipUnlessAvailable() => RunningApplicationOnKeycloak.SkipUnlessAvailable();

    /// <summary>From a client of its own, so that nobody else's tokens are short-lived.</summary>
    protected override async Task<string> ExpiredTokenAsync()
    {
        var clientId = $"short-lived-{Guid.NewGuid()}";
        using var http = _application.CreateClient("keycloak");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/realms/mcp/clients")
        {
            Content = JsonContent.Create(new
            {
                clientId,
                secret = Secret,
                publicClient = false,
                serviceAccountsEnabled = true,
                standardFlowEnabled = false,
                attributes = new Dictionary<string, string> { ["access.token.lifespan"] = "1" },
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminTokenAsync(http));
        using var created = await http.SendAsync(request);
        created.EnsureSuccessStatusCode();

        var answer = await http.PostFormAsync(
            new Uri($"{_application.Issuer}/protocol/openid-connect/token"),
            new() { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = Secret });
        return answer.AccessToken;
    }

    private async Task<string> AdminTokenAsync(HttpClient http)
    {
        var environment = await _application.EnvironmentAsync("keycloak");
        var answer = await http.PostFormAsync(
            new Uri(_application.Keycloak, "/realms/master/protocol/openid-connect/token"),
            new()
            {
                ["grant_type"] = "password",
                ["client_id"] = "admin-cli",
                ["username"] = environment["KC_BOOTSTRAP_ADMIN_USERNAME"],
                ["password"] = environment["KC_BOOTSTRAP_ADMIN_PASSWORD"],
            });
        return answer.AccessToken;
    }
}
