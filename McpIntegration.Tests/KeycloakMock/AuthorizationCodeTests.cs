using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class AuthorizationCodeTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    [Fact]
    public async Task A_login_ends_with_a_code_and_the_issuers_name_at_the_clients_address()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);

        var callback = await new Browser(client, app.Issuer).SignInAsync(flow.Address("mcp:read"), "alice");

        var parameters = CodeFlow.Parameters(callback);
        Assert.StartsWith("http://localhost:6274/oauth/callback?", callback.Location, StringComparison.Ordinal);
        Assert.Equal(["code", "iss", "session_state", "state"], parameters.Keys.Order());
        Assert.Equal(("s1", app.Issuer), (parameters["state"], parameters["iss"]));
    }

    [Fact]
    public async Task The_code_is_worth_the_token_that_a_development_token_is()
    {
        using var client = app.CreateClient();
        var developed =
            OAuthClient.Payload(await app.UserTokenAsync("alice", "openid mcp:read mcp:query", CancellationToken.None));

        var answer = await new CodeFlow(client, app.Issuer).SignInAsync("alice", "openid mcp:read mcp:query");

        var payload = OAuthClient.Payload(answer.AccessToken);
        Assert.Equal(developed.Select(claim => claim.Key), payload.Select(claim => claim.Key));
        foreach (var changing in (string[])["exp", "iat", "auth_time", "jti", "sid"])
        {
            developed.Remove(changing);
            payload.Remove(changing);
        }

        Assert.True(JsonNode.DeepEquals(developed, payload), payload.ToJsonString());
    }

    [Fact]
    public async Task The_id_token_is_for_the_client_and_repeats_its_nonce()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var callback =
            await new Browser(client, app.Issuer).SignInAsync(flow.Address("openid", ("nonce", "n1")), "bob");

        var answer = await flow.RedeemAsync(CodeFlow.Parameters(callback)["code"]);

        var payload = OAuthClient.Payload($"{answer.Json["id_token"]}");
        Assert.Equal(
            ("mcp-client", "n1", "ID"), ((string?)payload["aud"], (string?)payload["nonce"], (string?)payload["typ"]));
    }

    [Theory]
    [InlineData("code_verifier", "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong", "PKCE verification failed: Code mismatch")]
    [InlineData("code_verifier", "\u00e9", "PKCE verification failed: Code mismatch")]
    [InlineData("code_verifier", null, "PKCE code verifier not specified")]
    [InlineData("redirect_uri", "http://localhost:6274/other", "Incorrect redirect_uri")]
    [InlineData("redirect_uri", null, "Incorrect redirect_uri")]
    [InlineData("code", "unknown", "Code not valid")]
    [InlineData("code", "", "Missing parameter: code")]
    public async Task A_code_is_worth_nothing_when_the_rest_does_not_fit(
        string parameter, string? value, string expected)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var code = await flow.CodeAsync("alice", "mcp:read");

        var answer = await flow.RedeemAsync(code, (parameter, value));

        Assert.Equal(
            (HttpStatusCode.BadRequest, expected), (answer.Status, (string?)answer.Json["error_description"]));
    }

    [Fact]
    public async Task Another_clients_code_is_refused()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var code = await flow.CodeAsync("alice", "mcp:read");

        var answer = await flow.RedeemAsync(
            code, ("client_id", "mcp-machine"), ("client_secret", KeycloakMockApp.MachineSecret));

        Assert.Equal(
            "Auth error: Found different client_id in clientSession", (string?)answer.Json["error_description"]);
    }

    [Fact]
    public async Task A_code_counts_once_however_many_ask_at_once()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var code = await flow.CodeAsync("alice", "mcp:read");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => flow.RedeemAsync(code)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("""{"error":"invalid_grant","error_description":"Code not valid"}""", answer.Text));
    }

    [Fact]
    public async Task Who_is_signed_in_need_not_sign_in_again_unless_the_client_says_so()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var browser = new Browser(client, app.Issuer);
        await browser.SignInAsync(flow.Address("mcp:read"), "alice");

        var second = await browser.OpenAsync(flow.Address("mcp:query"));
        var silent = await browser.OpenAsync(flow.Address("mcp:query", ("prompt", "none")));
        var again = await browser.OpenAsync(flow.Address("mcp:query", ("prompt", "login")));

        Assert.Contains("code", CodeFlow.Parameters(second).Keys);
        Assert.Contains("code", CodeFlow.Parameters(silent).Keys);
        Assert.Equal((HttpStatusCode.OK, null), (again.Status, again.Location));
    }

    [Fact]
    public async Task A_wrong_password_shows_the_login_page_again()
    {
        using var client = app.CreateClient();
        var browser = new Browser(client, app.Issuer);
        var page = await browser.OpenAsync(new CodeFlow(client, app.Issuer).Address("mcp:read"));

        var answer = await browser.SubmitAsync(page, "mallory");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Invalid username or password.", answer.Text, StringComparison.Ordinal);
    }
}
