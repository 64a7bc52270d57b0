using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Hostile;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>The issuer as it is deployed, seen from outside and by its operator.</summary>
public sealed partial class ProductionIssuerTests(ProductionIssuer issuer) : IClassFixture<ProductionIssuer>
{
    private const string Metrics = """{"metricType":"usage"}""";

    [SkippableFact]
    public void Nobody_administers_but_whom_the_operator_makes_for_as_long_as_he_is_there()
    {
        ProductionIssuer.SkipUnlessAvailable();

        Assert.Equal(("0", "1", "0"), issuer.Administrators);
    }

    [SkippableFact]
    public void A_change_that_the_operator_makes_to_the_running_realm_counts_at_once()
    {
        ProductionIssuer.SkipUnlessAvailable();

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Created), issuer.Registrations);
    }

    [SkippableFact]
    public async Task Whom_the_operator_has_added_signs_in_at_the_public_address_and_calls_what_her_roles_grant()
    {
        ProductionIssuer.SkipUnlessAvailable();

        var (login, forms) = await issuer.SignInAsync(Client(), McpServerApp.AllScopes);

        var token = OAuthClient.Payload(login.AccessToken);
        Assert.Equal("login", forms[0]);
        Assert.Equal(
            (issuer.Issuer, issuer.Resource, "user-125"), ((string?)token["iss"], (string?)token["aud"], (string?)token["employee_id"]));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (await issuer.CallAsync("get_user_profile", """{"userId":"user-125"}""", login.AccessToken),
                await issuer.CallAsync("query_data", """{"collection":"users"}""", login.AccessToken),
                await issuer.CallAsync("get_metrics", Metrics, login.AccessToken)));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tokens_and_metadata_bear_the_public_name_whatever_headers_are_forged(bool throughTheProxy)
    {
        ProductionIssuer.SkipUnlessAvailable();
        var origin = throughTheProxy ? issuer.Origin : issuer.Keycloak.Address;

        var plain = await DiscoverAsync(origin);
        var forged = await DiscoverAsync(origin, Forged);
        var token = (await issuer.MachineTokenAsync(origin, Forged)).AccessToken;

        Assert.Equal(
            (issuer.Issuer, issuer.Issuer), ((string?)forged["issuer"], (string?)OAuthClient.Payload(token)["iss"]));
        Assert.True(JsonNode.DeepEquals(plain, forged), $"{forged}");
        Assert.All(
            Addresses(forged), address => Assert.StartsWith($"{issuer.Origin}/", address, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await issuer.CallAsync("get_metrics", Metrics, token));
    }

    [SkippableTheory]
    [InlineData("/realms/mcp/.well-known/openid-configuration", 200)]
    [InlineData("/realms/mcp/.well-known/oauth-authorization-server", 200)]
    [InlineData("/.well-known/oauth-authorization-server/realms/mcp", 200)]
    [InlineData("/realms/mcp/protocol/openid-connect/certs", 200)]
    [InlineData("/realms/mcp/protocol/openid-connect/auth", 400)]
    [InlineData("/realms/mcp/protocol/openid-connect/token", 405)]
    [InlineData("/realms/mcp/account/", 401)]
    public async Task What_clients_and_people_need_is_public(string target, int expected)
    {
        ProductionIssuer.SkipUnlessAvailable();

        Assert.Equal((expected, expected), await AskBothAsync(target));
    }

    // Keycloak itself has something at each of these. Its first page is the welcome page, which lets whoever comes from
    // the same machine, as a proxy beside it does, make himself an administrator.
    [SkippableTheory]
    [InlineData("/", 200)]
    [InlineData("/admin", 302)]
    [InlineData("/admin/", 302)]
    [InlineData("/admin/master/console/", 200)]
    [InlineData("/admin/realms/mcp", 401)]
    [InlineData("/admin/serverinfo", 401)]
    [InlineData("/realms/master", 200)]
    [InlineData("/realms/master/.well-known/openid-configuration", 200)]
    [InlineData("/realms/master/protocol/openid-connect/token", 405)]
    [InlineData("/realms/master/account/", 401)]
    [InlineData("/realms/mcp", 200)]
    public async Task What_they_do_not_need_is_404_in_public_and_there_all_the_same(string target, int direct)
    {
        ProductionIssuer.SkipUnlessAvailable();

        Assert.Equal((direct, 404), await AskBothAsync(target));
    }

    [SkippableTheory]
    [InlineData("/realms/mcp/protocol/openid-connect/auth")]
    [InlineData("/realms/mcp/account/")]
    public async Task A_person_s_pages_find_in_public_all_that_they_refer_to(string path)
    {
        ProductionIssuer.SkipUnlessAvailable();
        var page =
            path.EndsWith("/auth", StringComparison.Ordinal) ? Client().Address("mcp:read") : $"{issuer.Origin}{path}";

        var text = (await issuer.Http.ReadAsync(new Uri(page))).Text;

        var parts = Reference().Matches(text).Select(match => match.Groups["path"].Value).Distinct().ToArray();
        Assert.NotEmpty(parts);
        Assert.All(
            await Task.WhenAll(
                parts.Select(
                    async part => (part, (await issuer.Http.ReadAsync(new Uri($"{issuer.Origin}{part}"))).Status))),
            part => Assert.Equal((part.part, HttpStatusCode.OK), part));
    }

    [SkippableFact]
    public async Task A_restart_keeps_people_clients_sessions_and_keys_and_imports_no_realm_over_the_one_that_is_there()
    {
        ProductionIssuer.SkipUnlessAvailable();
        var client = await RegisteredClientAsync();
        var (login, _) = await issuer.SignInAsync(client, "mcp:read");
        var keys = await KeysAsync();
        ChangeImport();

        var exitCode = await issuer.Keycloak.StopAsync();
        await issuer.Keycloak.StartAsync();

        var refreshed = await client.RefreshAsync(login.RefreshToken);
        var (again, forms) = await issuer.SignInAsync(client, "mcp:read");
        var payload = OAuthClient.Payload(again.AccessToken);
        Assert.Equal((143, keys), (exitCode, await KeysAsync()));
        Assert.Equal((HttpStatusCode.OK, "login"), (refreshed.Status, forms[0]));
        Assert.Equal(300, (long?)payload["exp"] - (long?)payload["iat"]);
        foreach (var answer in new[] { login, refreshed, again })
        {
            Assert.Equal(
                HttpStatusCode.OK,
                await issuer.CallAsync("get_user_profile", """{"userId":"user-125"}""", answer.AccessToken));
        }
    }

    private static (string Name, string Value)[] Forged =>
    [
        ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Port", "80"), ("X-Forwarded-Prefix", "/evil"),
        ("X-Forwarded-For", "203.0.113.1"), ("Forwarded", "host=evil.example;proto=http"),
    ];

    private CodeFlow Client() => new(issuer.Http, issuer.Issuer);

    private async Task<CodeFlow> RegisteredClientAsync()
    {
        const string RedirectUri = "http://localhost:54545/callback";
        using var registered = await issuer.RegisterAsync(RedirectUri);
        var answer = await OAuthAnswer.ReadAsync(registered);
        return new(issuer.Http, issuer.Issuer) { ClientId = $"{answer.Json["client_id"]}", RedirectUri = RedirectUri };
    }

    private void ChangeImport()
    {
        var file = Path.Combine(issuer.Keycloak.Folder, "data", "import", "mcp-realm.json");
        var before = File.ReadAllText(file);
        var after =
            before.Replace("\"accessTokenLifespan\": 300", "\"accessTokenLifespan\": 60", StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
    }

    private async Task<string> KeysAsync() =>
        (await issuer.Http.ReadAsync(new Uri($"{issuer.Issuer}/protocol/openid-connect/certs"))).Text;

    private async Task<JsonObject> DiscoverAsync(string origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{origin}/realms/mcp/.well-known/openid-configuration");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await issuer.Http.SendAsync(request);
        return (await OAuthAnswer.ReadAsync(response)).Json;
    }

    private static IEnumerable<string> Addresses(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Addresses(member.Value)),
        JsonValue value when value.TryGetValue<string>(out var text)
            && text.StartsWith("http", StringComparison.Ordinal) =>
            [text],
        _ => [],
    };

    /// <summary>How Keycloak answers inside, and how its proxy does.</summary>
    private async Task<(int Direct, int Public)> AskBothAsync(string target)
    {
        var direct = await RawConnection.SendAsync(new Uri(issuer.Keycloak.Address).Port, RawRequest.Get(target));
        var proxied = await RawConnection.SendAsync(issuer.SidecarPort, RawRequest.Get(target));
        return (direct.Status, proxied.Status);
    }

    // <link href="/resources/7xk2a/login/keycloak.v2/css/styles.css" rel="stylesheet" />
    [GeneratedRegex("(src|href)=\"(?<path>/[^\"#]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
