using System.Net;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class AuthorizationRequestTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    [Theory]
    [InlineData("response_type", null, "invalid_request", "Missing parameter: response_type")]
    [InlineData("response_mode", "form_post", "invalid_request", "Invalid parameter: response_mode")]
    [InlineData("scope", "mcp:read roles", "invalid_scope", "Invalid scopes: mcp:read roles")]
    [InlineData("code_challenge_method", null, "invalid_request", "Missing parameter: code_challenge_method")]
    [InlineData("code_challenge", null, "invalid_request", "Missing parameter: code_challenge")]
    [InlineData("code_challenge", "short", "invalid_request", "Invalid parameter: code_challenge")]
    public async Task What_the_client_got_wrong_goes_back_to_the_client(
        string parameter, string? value, string error, string description)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);

        var answer = await new Browser(client, app.Issuer).OpenAsync(flow.Address("mcp:read", (parameter, value)));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["error"] = error,
                ["error_description"] = description,
                ["state"] = "s1",
                ["iss"] = app.Issuer,
            },
            CodeFlow.Parameters(answer));
    }

    [Theory]
    [InlineData("redirect_uri", null, HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://localhost.evil.example/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://localhost:6274@evil.example/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://x@localhost:6274/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://localhost\\@evil.example/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "https://localhost/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://localhost/\r\nx: y", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "http://localhost/caf\u00e9", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "//localhost/cb", HttpStatusCode.BadRequest)]
    [InlineData("redirect_uri", "javascript:alert(1)", HttpStatusCode.BadRequest)]
    [InlineData("client_id", null, HttpStatusCode.BadRequest)]
    [InlineData("client_id", "<script>", HttpStatusCode.BadRequest)]
    [InlineData("client_id", "mcp-machine", HttpStatusCode.BadRequest)]
    [InlineData("client_id", "http://localhost:3000/mcp", HttpStatusCode.Forbidden)]
    public async Task An_address_that_is_not_the_clients_gets_no_redirect(
        string parameter, string? value, HttpStatusCode expected)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);

        var answer = await new Browser(client, app.Issuer).OpenAsync(flow.Address("mcp:read", (parameter, value)));

        Assert.Equal((expected, null), (answer.Status, answer.Location));
        Assert.Contains("We are sorry...", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost/cb")]
    [InlineData("http://localhost:51234/any/path?with=query")]
    [InlineData("http://127.0.0.1:51234/cb")]
    public async Task A_loopback_address_may_have_any_port(string redirectUri)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer) { RedirectUri = redirectUri };

        var answer = await new Browser(client, app.Issuer).SignInAsync(flow.Address("mcp:read"), "alice");

        Assert.StartsWith(redirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Contains("code", CodeFlow.Parameters(answer).Keys);
    }

    [Fact]
    public async Task The_client_may_be_answered_in_the_fragment()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);

        var answer = await new Browser(client, app.Issuer).OpenAsync(
            flow.Address("mcp:read", ("response_mode", "fragment"), ("prompt", "none")));

        Assert.StartsWith(
            "http://localhost:6274/oauth/callback#error=login_required", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login-actions/authenticate")]
    [InlineData("login-actions/authenticate?tab_id=unknown")]
    [InlineData("login-actions/authenticate?tab_id=a&tab_id=b")]
    [InlineData("login-actions/required-action?tab_id=unknown")]
    public async Task A_form_that_belongs_to_no_request_has_expired(string path)
    {
        using var client = app.CreateClient();

        var answer = await client.PostFormAsync(
            new Uri($"{app.Issuer}/{path}"), new() { ["username"] = "alice", ["password"] = "alice" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Page has expired", answer.Text, StringComparison.Ordinal);
    }
}
