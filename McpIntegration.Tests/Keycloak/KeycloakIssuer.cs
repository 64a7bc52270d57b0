using System.Globalization;
using System.Net.Http.Json;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;

namespace McpIntegration.Tests.Keycloak;

/// <summary>The Keycloak distribution of KEYCLOAK_HOME; its administrator speaks the admin REST interface.</summary>
public sealed class KeycloakIssuer : LiveIssuer
{
    private const string Elsewhere = "elsewhere";
    private KeycloakServer? _keycloak;
    private int _priority = 1_000;

    public override string Address => $"{Keycloak.Address}/realms/mcp";

    public override string MachineSecret => "machine-secret-of-the-tests";

    protected override bool IsHere => KeycloakHome.IsHere;

    public override async Task<string> AddKeyAsync()
    {
        var priority = Interlocked.Increment(ref _priority).ToString(CultureInfo.InvariantCulture);
        using var added = await AdministerAsync(HttpMethod.Post, "/components", new
        {
            name = $"key {priority}",
            providerId = "rsa-generated",
            providerType = "org.keycloak.keys.KeyProvider",
            config = new { priority = (string[])[priority] },
        });
        return added.Headers.Location?.Segments[^1] ?? throw new InvalidDataException(
            "The new component has no address.");
    }

    public override async Task RemoveKeyAsync(string key) =>
        (await AdministerAsync(HttpMethod.Delete, $"/components/{key}")).Dispose();

    /// <summary>Valid for a second, and as long as the server allows for clocks that differ.</summary>
    public override async Task<string> BriefTokenAsync()
    {
        (await AdministerAsync(HttpMethod.Put, "", new { accessTokenLifespan = 1 })).Dispose();
        var token = await MachineTokenAsync("mcp:metrics");
        (await AdministerAsync(HttpMethod.Put, "", new { accessTokenLifespan = 300 })).Dispose();
        return token;
    }

    /// <summary>By a client that the realm's default scopes, and with them its audience, are kept from.</summary>
    public override async Task<string> TokenForElsewhereAsync()
    {
        (await AdministerAsync(HttpMethod.Post, "/clients", new
        {
            clientId = Elsewhere,
            secret = Elsewhere,
            serviceAccountsEnabled = true,
            standardFlowEnabled = false,
            defaultClientScopes = Array.Empty<string>(),
            protocolMappers = (object[])
            [
                Mapper("oidc-sub-mapper"), Mapper(
                    "oidc-audience-mapper", ("included.custom.audience", "https://elsewhere.example/mcp")),
            ],
        })).Dispose();
        return await MachineTokenAsync(Address, $"{Elsewhere}:{Elsewhere}", scope: null);
    }

    public override Task StopAsync() => Keycloak.StopAsync();

    public override Task RestartAsync() => Keycloak.StartAsync();

    protected override Task StartAsync()
    {
        _keycloak = KeycloakServer.ForDevelopment(
            ("MCP_RESOURCE", McpServerApp.Resource), ("MCP_MACHINE_SECRET", MachineSecret));
        return _keycloak.StartAsync();
    }

    protected override Task EndAsync()
    {
        _keycloak?.Dispose();
        return Task.CompletedTask;
    }

    private static object Mapper(string type, params (string Name, string Value)[] config) => new
    {
        name = type,
        protocol = "openid-connect",
        protocolMapper = type,
        config = new Dictionary<string,
        string>(config.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["access.token.claim"] = "true",
        },
    };

    private KeycloakServer Keycloak => _keycloak ?? throw new InvalidOperationException("Keycloak is not running.");

    private async Task<HttpResponseMessage> AdministerAsync(HttpMethod method, string path, object? body = null)
    {
        var login = await Http.PostFormAsync(
            new Uri($"{Keycloak.Address}/realms/master/protocol/openid-connect/token"),
            new() { ["grant_type"] = "password", ["client_id"] = "admin-cli", ["username"] = "admin", ["password"] = KeycloakServer.AdminPassword });
        using var request = new HttpRequestMessage(method, new Uri($"{Keycloak.Address}/admin/realms/mcp{path}"));
        request.Headers.Authorization = new("Bearer", login.AccessToken);
        request.Content = body is null ? null : JsonContent.Create(body);
        var answer = await Http.SendAsync(request);
        return answer.EnsureSuccessStatusCode();
    }
}
