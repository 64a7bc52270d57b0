using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Two servers as they run in production: one trusts an issuer that signs everything, one trusts Keycloak's mock.
/// </summary>
public sealed class Victims : IAsyncLifetime
{
    private readonly KeycloakMockApp _keycloak = new();

    public McpServerApp Server { get; } = Create();

    public McpServerApp KeycloakServer { get; } = Create();

    internal ForgedToken Token => new(Server.Issuer);

    /// <summary>What alice's login in a browser gave.</summary>
    internal OAuthAnswer Login { get; private set; } = new(default, "", []);

    public async Task InitializeAsync()
    {
        KeycloakServer.Settings["Authentication:Issuer"] = _keycloak.Issuer;
        await Server.InitializeAsync();
        OddKeys.Publish(Server.Issuer);
        await KeycloakServer.InitializeAsync();
        using var client = _keycloak.CreateClient();
        Login = await new CodeFlow(client, _keycloak.Issuer).SignInAsync("alice", $"openid {McpServerApp.AllScopes}");
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await KeycloakServer.DisposeAsync();
        _keycloak.Dispose();
    }

    private static McpServerApp Create() => new()
    {
        EnvironmentName = Environments.Production,
        Settings =
        {
            ["Edge:AllowedHosts:0"] = "mcp.example.com",
            ["Edge:AllowedOrigins:0"] = "https://inspector.example.com",
            ["RateLimiting:Permits"] = "10000",
            ["Authentication:FailuresPerMinute"] = "10000",
        },
    };
}
