using System.Net;
using System.Text;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class RegistrationTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Unreadable = """{"error":"invalid_request","error_description":"Cannot parse the JSON"}""";

    [Fact]
    public async Task A_registered_client_signs_a_person_in_after_her_consent()
    {
        using var client = app.CreateClient();
        var registered = await RegisterAsync(
            client, """{"redirect_uris":["http://localhost:54545/cb"],"token_endpoint_auth_method":"none"}""");
        var flow = Flow(client, registered);
        var browser = new Browser(client, app.Issuer);
        var login = await browser.OpenAsync(flow.Address("mcp:read mcp:query"));

        var toConsent = await browser.SubmitAsync(login, "bob");
        var consent = await browser.OpenAsync($"{toConsent.Location}");
        var callback = await browser.SubmitAsync(consent, "bob");
        var answer = await flow.RedeemAsync(CodeFlow.Parameters(callback)["code"]);
        var again = await browser.OpenAsync(flow.Address("mcp:read"));

        Assert.Contains(
            "<li>Read user profiles</li><li>Query internal collections</li>", consent.Text, StringComparison.Ordinal);
        Assert.Equal(
            ("JWT", "mcp:read"),
            ((string?)OAuthClient.Header(answer.AccessToken)["typ"], (string?)answer.Json["scope"]));
        Assert.Contains("code", CodeFlow.Parameters(again).Keys);
    }

    [Fact]
    public async Task A_person_who_does_not_consent_sends_the_client_away()
    {
        using var client = app.CreateClient();
        var registered = await RegisterAsync(
            client, """{"redirect_uris":["http://localhost:54545/cb"],"token_endpoint_auth_method":"none"}""");
        var browser = new Browser(client, app.Issuer);
        var login = await browser.OpenAsync(Flow(client, registered).Address("mcp:read"));
        var toConsent = await browser.SubmitAsync(login, "carol");
        var consent = await browser.OpenAsync($"{toConsent.Location}");

        var callback = await browser.SubmitAsync(consent, "carol", button: "cancel");

        // Keycloak 26.7.3 gives no description.
        var parameters = CodeFlow.Parameters(callback);
        Assert.Equal(("access_denied", false), (parameters["error"], parameters.ContainsKey("error_description")));
    }

    [Fact]
    public async Task A_client_with_a_secret_has_to_show_it()
    {
        using var client = app.CreateClient();
        var registered = await RegisterAsync(client, """{"redirect_uris":["http://localhost:54545/cb"]}""");
        var flow = Flow(client, registered);
        var first = await flow.CodeAsync("alice", "mcp:read");
        var second = await flow.CodeAsync("alice", "mcp:read");

        var without = await flow.RedeemAsync(first);
        var with = await flow.RedeemAsync(second, ("client_secret", (string?)registered.Json["client_secret"]));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.Status, with.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[5]")]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"redirect_uris":"http://localhost/cb"}""")]
    [InlineData("""{"redirect_uris":[5]}""")]
    [InlineData("""{"redirect_uris":[null]}""")]
    [InlineData("""{"grant_types":[null]}""")]
    [InlineData("""{"client_name":{"a":1}}""")]
    [InlineData("""{"client_name":"\ud800"}""")]
    [InlineData("""{"scope":["mcp:read"]}""")]
    [InlineData("""{"token_endpoint_auth_method":true}""")]
    public async Task A_malformed_registration_is_400(string body)
    {
        using var client = app.CreateClient();

        var answer = await RegisterAsync(client, body);

        Assert.Equal((HttpStatusCode.BadRequest, Unreadable), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Null_is_as_absent()
    {
        using var client = app.CreateClient();

        var answer = await RegisterAsync(
            client, """{"redirect_uris":null,"grant_types":null,"scope":null,"client_name":null}""");

        Assert.Equal((HttpStatusCode.Created, "[]"), (answer.Status, answer.Json["redirect_uris"]?.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"redirect_uris":["javascript:alert(1)"]}""", "Trusted Hosts")]
    [InlineData("""{"redirect_uris":["not an address"]}""", "Trusted Hosts")]
    [InlineData("""{"redirect_uris":["http://localhost/cb","https://evil.example/cb"]}""", "Trusted Hosts")]
    [InlineData("""{"redirect_uris":["http://localhost@evil.example/cb"]}""", "Trusted Hosts")]
    [InlineData("""{"client_uri":"https://evil.example/"}""", "Trusted Hosts")]
    [InlineData("""{"post_logout_redirect_uris":["https://evil.example/"]}""", "Trusted Hosts")]
    [InlineData("""{"scope":"openid mcp:read"}""", "Allowed Client Scopes")]
    public async Task The_realms_policies_decide_who_may_register(string body, string policy)
    {
        using var client = app.CreateClient();

        var answer = await RegisterAsync(client, body);

        Assert.Equal((HttpStatusCode.Forbidden, "insufficient_scope"), (answer.Status, (string?)answer.Json["error"]));
        Assert.StartsWith(
            $"Policy '{policy}' rejected", (string?)answer.Json["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cursor://anysphere.cursor-mcp/oauth/callback")]
    [InlineData("https://claude.ai/api/mcp/auth_callback")]
    [InlineData("https://vscode.dev/redirect")]
    public async Task Well_known_clients_register_and_sign_in(string redirectUri)
    {
        using var client = app.CreateClient();
        var registered = await RegisterAsync(
            client, $$"""{"redirect_uris":["{{redirectUri}}"],"client_uri":"https://github.com/x","token_endpoint_auth_method":"none"}""");

        var callback = await new Browser(client, app.Issuer).SignInAsync(
            Flow(client, registered, redirectUri).Address("mcp:read"), "alice");

        Assert.StartsWith($"{redirectUri}?state=s1", callback.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("10", 1)]
    public async Task The_realm_limits_the_number_of_clients(string limit, int room)
    {
        using var full = new KeycloakMockApp(new() { ["MCP_MAX_REGISTERED_CLIENTS"] = limit });
        using var client = full.CreateClient();

        for (var i = 0; i < room; i++)
        {
            var accepted = await RegisterAsync(client, "{}", full.Issuer);
            Assert.Equal(HttpStatusCode.Created, accepted.Status);
        }

        var refused = await RegisterAsync(client, "{}", full.Issuer);
        Assert.Equal(
            $"Policy 'Max Clients Limit' rejected request to client-registration service. Details: It's allowed to have max {limit} clients per realm",
            (string?)refused.Json["error_description"]);
    }

    [Theory]
    [InlineData("text/plain", 2, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", 200_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Another_kind_of_body_is_refused(string contentType, int length, HttpStatusCode expected)
    {
        using var client = app.CreateClient();

        var answer = await RegisterAsync(client, "{}".PadRight(length), contentType: contentType);

        Assert.Equal(expected, answer.Status);
    }

    private CodeFlow Flow(
        HttpClient client, OAuthAnswer registered, string redirectUri = "http://localhost:54545/cb") =>
        new(client, app.Issuer) { ClientId = $"{registered.Json["client_id"]}", RedirectUri = redirectUri };

    private async Task<OAuthAnswer> RegisterAsync(
        HttpClient client, string body, string? issuer = null, string contentType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response =
            await client.PostAsync(new Uri($"{issuer ?? app.Issuer}/clients-registrations/openid-connect"), content);
        return await OAuthAnswer.ReadAsync(response);
    }
}
