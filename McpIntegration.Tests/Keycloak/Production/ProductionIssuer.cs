using System.Net;
using System.Net.Http.Json;
using System.Text;
using McpIntegration.Tests.Edge;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Telemetry;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// What is deployed, in processes of this machine: Keycloak as its image runs it on PostgreSQL, the MCP server in
/// production, and Caddy in front of both, which ends TLS. An operator has followed keycloak/README.md in it.
/// </summary>
public sealed class ProductionIssuer : IAsyncLifetime
{
    private const string MachineSecret = "machine-secret-of-the-production-tests";
    // Where the page says that the server was before it moved.
    private const string FirstResource = "https://mcp.example.com/mcp";

    // A program that lives for a second is sooner done when Java compiles less.
    private static readonly KeyValuePair<string, string?> KcadmOptions = new("KC_OPTS", "-XX:TieredStopAtLevel=1");

    private readonly InternalApiMockApp _api = new();
    private readonly string _chosenPassword = Guid.NewGuid().ToString();
    private PostgresServer? _postgres;
    private KeycloakServer? _keycloak;
    private CaddyProcess? _caddy;
    private ServerProcess? _server;
    private HttpClient? _http;

    public static bool IsHere => KeycloakHome.IsHere && PostgresServer.IsHere && CaddyProcess.IsHere;

    public string Origin { get; } = $"https://localhost:{FreePort.Choose()}";

    public string Issuer => $"{Origin}/realms/mcp";

    public string Resource { get; } = $"https://localhost:{FreePort.Choose()}/mcp";

    /// <summary>Where the same paths are public without TLS, as beside Keycloak in Container Apps.</summary>
    public int SidecarPort { get; } = FreePort.Choose();

    /// <summary>
    /// How many people may administer: before the operator came, while he was there, and after he had gone.
    /// </summary>
    public (string Before, string Meanwhile, string After) Administrators { get; private set; }

    /// <summary>
    /// How a client of another site was answered that wanted to register: before the realm was changed, and after it.
    /// </summary>
    public (HttpStatusCode Before, HttpStatusCode After) Registrations { get; private set; }

    /// <summary>Trusts Caddy's authority; follows no redirect and keeps no cookie.</summary>
    public HttpClient Http => _http ?? throw Missing();

    internal KeycloakServer Keycloak => _keycloak ?? throw Missing();

    /// <summary>What the person has for a password now: first the operator's, then her own.</summary>
    private string Password { get; set; } = "";

    public static void SkipUnlessAvailable()
    {
        KeycloakHome.SkipUnlessAvailable();
        PostgresServer.SkipUnlessAvailable();
        CaddyProcess.SkipUnlessAvailable();
    }

    public async Task InitializeAsync()
    {
        if (!IsHere)
        {
            return;
        }

        _postgres = await PostgresServer.StartAsync();
        _keycloak = CreateKeycloak(_postgres);
        await _keycloak.BuildAsync();
        await _keycloak.StartAsync();
        var serverPort = FreePort.Choose();
        _caddy = await CaddyProcess.StartAsync(
            Sites(serverPort), new Uri(Origin), ("KEYCLOAK_UPSTREAM", new Uri(_keycloak.Address).Authority));
        _http = _caddy.CreateClient();
        _server = await StartServerAsync(serverPort, _caddy.AuthorityFile);
        await OperateAsync(_postgres);
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _server, _caddy })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _keycloak?.Dispose();
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        _api.Dispose();
    }

    /// <summary>A client that registers itself, as one does that listens at this address.</summary>
    public async Task<HttpResponseMessage> RegisterAsync(string redirectUri) => await Http.PostAsJsonAsync(
        $"{Issuer}/clients-registrations/openid-connect",
        new { redirect_uris = (string[])[redirectUri], token_endpoint_auth_method = "none" });

    /// <summary>The person whom the operator has added signs in; the first time she must choose a password.</summary>
    internal async Task<(OAuthAnswer Login, IReadOnlyList<string> Forms)> SignInAsync(CodeFlow flow, string scope)
    {
        var browser = new Browser(Http, Origin) { Password = Password, NewPassword = _chosenPassword };
        var callback = await browser.SignInAsync(flow.Address(scope), "dana");
        Password = browser.Forms.Contains("password") ? _chosenPassword : Password;
        return (await flow.RedeemAsync(CodeFlow.Parameters(callback)["code"]), browser.Forms);
    }

    /// <param name="origin">Where Keycloak is asked.</param>
    /// <param name="headers">What is sent beside the form.</param>
    internal async Task<OAuthAnswer> MachineTokenAsync(string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{origin}/realms/mcp/protocol/openid-connect/token");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "mcp-machine",
            ["client_secret"] = MachineSecret,
            ["scope"] = "mcp:metrics",
        });
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return await OAuthAnswer.ReadAsync(response);
    }

    public async Task<HttpStatusCode> CallAsync(string tool, string arguments, string token)
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, Resource) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static InvalidOperationException Missing() => new("Keycloak, PostgreSQL or Caddy is not here.");

    private KeycloakServer CreateKeycloak(PostgresServer postgres) => KeycloakServer.FromImage(
        ("MCP_MACHINE_SECRET", MachineSecret),
        ("MCP_RESOURCE", FirstResource),
        ("KC_HOSTNAME", Origin),
        ("KC_HTTP_ENABLED", "true"),
        ("KC_PROXY_HEADERS", "xforwarded"),
        ("KC_DB_URL_HOST", "127.0.0.1"),
        ("KC_DB_URL_PORT", $"{postgres.Port}"),
        ("KC_DB_URL_DATABASE", PostgresServer.Database),
        ("KC_DB_URL_PROPERTIES", "?sslmode=require"),
        ("KC_DB_USERNAME", PostgresServer.User),
        ("KC_DB_PASSWORD", postgres.Password));

    private string Sites(int serverPort) =>
        $$"""
        {{Origin}} {
            import {{PublicPathsProxy.File}}
        }
        http://:{{SidecarPort}} {
            import {{PublicPathsProxy.File}}
        }
        {{new Uri(Resource).GetLeftPart(UriPartial.Authority)}} {
            reverse_proxy 127.0.0.1:{{serverPort}}
        }
        """;

    private Task<ServerProcess> StartServerAsync(int port, string authorities) =>
        ServerProcess.StartAsync(new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            // OpenSSL's own variable: whom programs trust.
            ["SSL_CERT_FILE"] = authorities,
            ["Authentication__Issuer"] = Issuer,
            ["Authentication__Resource"] = Resource,
            ["Caching__Key"] = "the-cache-key-of-the-tests-is-long-enough",
            ["InternalApi__BaseAddress"] = _api.BaseAddress.AbsoluteUri,
            ["InternalApi__ApiKey"] = _api.ApiKey,
            ["Edge__TrustedNetworks__0"] = "127.0.0.1/32",
        });

    private async Task OperateAsync(PostgresServer postgres)
    {
        const string Elsewhere = "https://chat.example.com/callback";
        using var shell = new OperatorShell(
            Path.Combine(Keycloak.Folder, "bin"), Keycloak.Environment.Append(KcadmOptions));
        var before = await CountAdministratorsAsync(postgres);
        using var refused = await RegisterAsync(Elsewhere);

        await shell.TypeAsync(OperatorPage.Begin);
        var meanwhile = await CountAdministratorsAsync(postgres);
        Password = (await shell.TypeAsync(OperatorPage.AddPerson)).TrimEnd().Split(' ')[^1];
        await shell.TypeAsync(OperatorPage.TrustSite);
        await shell.TypeAsync(
            OperatorPage.MoveServer.Replace("https://tools.example.com/mcp", Resource, StringComparison.Ordinal));
        await shell.TypeAsync(OperatorPage.End);

        using var registered = await RegisterAsync(Elsewhere);
        Administrators = (before, meanwhile, await CountAdministratorsAsync(postgres));
        Registrations = (refused.StatusCode, registered.StatusCode);
    }

    private static Task<string> CountAdministratorsAsync(PostgresServer postgres) => postgres.ReadAsync(
        "SELECT count(*) FROM user_entity JOIN realm ON realm.id = user_entity.realm_id WHERE realm.name = 'master'");
}
