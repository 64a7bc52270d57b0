using System.Net;
using System.Text;
using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.KeycloakMock;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// Clients that never registered: Keycloak reads who they are at the address that they have for an id.
/// </summary>
public sealed class ClientMetadataTests(RunningApplicationWithClientMetadata application, MetadataSite site)
    : IClassFixture<RunningApplicationWithClientMetadata>, IClassFixture<MetadataSite>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [SkippableFact]
    public async Task The_issuer_says_that_it_reads_metadata_and_keeps_such_a_realm_apart()
    {
        KeycloakHome.SkipUnlessAvailable();

        var discovery = await _http.ReadAsync(new Uri($"{application.Issuer}/.well-known/openid-configuration"));

        Assert.True((bool?)discovery.Json["client_id_metadata_document_supported"]);
        Assert.Equal(
            [Path.Combine("data", "realm-client-metadata", "data", "h2")],
            Directory.EnumerateFiles(
                Path.Combine(application.KeycloakFolder, "data"), "*.mv.db", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(application.KeycloakFolder, Path.GetDirectoryName(file) ?? "")));
    }

    [SkippableFact]
    public async Task A_client_is_known_by_its_address_and_its_tokens_are_accepted()
    {
        KeycloakHome.SkipUnlessAvailable();
        var flow = Client(site.ClientId);
        var browser = new Browser(_http, application.Issuer);

        var callback = await browser.SignInAsync(flow.Address("mcp:read mcp:query mcp:metrics"), "alice");
        var login = await flow.RedeemAsync(CodeFlow.Parameters(callback)["code"]);
        var refreshed = await flow.RefreshAsync(login.RefreshToken);

        Assert.Equal(["login", "consent"], browser.Forms);
        Assert.Equal((site.ClientId, site.ClientId), ((string?)OAuthClient.Payload(login.AccessToken)["azp"], (string?)OAuthClient.Payload(refreshed.AccessToken)["azp"]));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK),
            (await CallAsync(login.AccessToken), await CallAsync(refreshed.AccessToken)));
    }

    [SkippableFact]
    public async Task Without_PKCE_nobody_gets_in()
    {
        KeycloakHome.SkipUnlessAvailable();

        var answer = await _http.ReadAsync(
            new Uri(
                Client(site.ClientId).Address("mcp:read", ("code_challenge", null), ("code_challenge_method", null))));

        var callback = CodeFlow.Parameters(answer);
        Assert.Equal(
            ("invalid_request", "Missing parameter: code_challenge_method"),
            (callback["error"], callback["error_description"]));
    }

    [SkippableTheory]
    [InlineData("http://127.0.0.1:{0}/client.json", "Client not found.")]
    [InlineData("https://elsewhere.example/client.json", "Client not found.")]
    [InlineData("http://localhost.elsewhere.example/client.json", "Client not found.")]
    [InlineData("http://localhost:{0}/stolen.json", "")]
    [InlineData("http://localhost:{0}/missing.json", "")]
    public async Task An_address_elsewhere_and_one_that_does_not_name_itself_are_refused(
        string clientId, string expected)
    {
        KeycloakHome.SkipUnlessAvailable();
        var id = clientId.Replace("{0}", $"{site.Port}", StringComparison.Ordinal);

        var answer = await _http.ReadAsync(new Uri(Client(id).Address("mcp:read")));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, answer.Location));
        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_redirect_that_the_document_does_not_list_is_refused()
    {
        KeycloakHome.SkipUnlessAvailable();

        var answer = await _http.ReadAsync(
            new Uri(Client(site.ClientId).Address("mcp:read", ("redirect_uri", "http://localhost:1/callback"))));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, answer.Location));
    }

    public void Dispose() => _http.Dispose();

    private CodeFlow Client(string clientId) =>
        new(_http, application.Issuer) { ClientId = clientId, RedirectUri = site.RedirectUri };

    private async Task<HttpStatusCode> CallAsync(string token)
    {
        const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_metrics","arguments":{"metricType":"usage"}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, application.McpEndpoint);
        request.Content = new StringContent(Call, Encoding.UTF8, "application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }
}
