using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// Userinfo, introspection, revocation and logout: the endpoints that take a token, and what is left when a session
/// ends.
/// </summary>
public sealed class SessionEndTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string NoToken = "401 Bearer realm=\"mcp\" ";
    private const string InvalidToken =
        "401 Bearer realm=\"mcp\", error=\"invalid_token\", error_description=\"Token verification failed\" ";
    private const string Inactive = """{"error":"invalid_grant","error_description":"Session not active"}""";

    [Fact]
    public async Task Logout_by_refresh_token_ends_the_session()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "openid");

        var logout = await client.PostFormAsync(
            Endpoint("logout"), new() { ["client_id"] = "mcp-client", ["refresh_token"] = login.RefreshToken });
        var refreshed = await flow.RefreshAsync(login.RefreshToken);

        Assert.Equal((HttpStatusCode.NoContent, Inactive), (logout.Status, refreshed.Text));
        Assert.Equal(InvalidToken, await UserInfoAsync(client, $"Bearer {login.AccessToken}"));
    }

    [Fact]
    public async Task Logout_by_the_browser_ends_the_session_even_when_the_id_token_is_old()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var aging = new KeycloakMockApp([], services => services.AddSingleton<TimeProvider>(time));
        using var client = aging.CreateClient();
        var flow = new CodeFlow(client, aging.Issuer);
        var login = await flow.SignInAsync("alice", "openid");
        time.Advance(TimeSpan.FromMinutes(6));

        var logout = await new Browser(client, aging.Issuer).OpenAsync(
            $"{aging.Issuer}/protocol/openid-connect/logout?id_token_hint={login.Json["id_token"]}" +
            "&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A6274%2F&state=x");
        var refreshed = await flow.RefreshAsync(login.RefreshToken);

        Assert.Equal(("http://localhost:6274/?state=x", Inactive), (logout.Location, refreshed.Text));
    }

    [Theory]
    [InlineData("", "Missing parameters: id_token_hint")]
    [InlineData("?id_token_hint=a.b.c", "Missing parameters: id_token_hint")]
    [InlineData("?id_token_hint={0}&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F", "Invalid redirect uri")]
    public async Task A_logout_that_does_not_fit_is_refused(string query, string expected)
    {
        using var client = app.CreateClient();
        var login = await new CodeFlow(client, app.Issuer).SignInAsync("alice", "openid");

        var logout = await client.ReadAsync(new Uri(
            Endpoint("logout") + query.Replace("{0}", $"{login.Json["id_token"]}", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, logout.Status);
        Assert.Contains(expected, logout.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task Revocation_ends_the_session(string kind)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "mcp:read");

        var revoked = await client.PostFormAsync(
            Endpoint("revoke"), new() { ["client_id"] = "mcp-client", ["token"] = $"{login.Json[kind]}" });
        var refreshed = await flow.RefreshAsync(login.RefreshToken);

        Assert.Equal((HttpStatusCode.OK, string.Empty, Inactive), (revoked.Status, revoked.Text, refreshed.Text));
    }

    [Theory]
    [InlineData("mcp-client", "a.b.c", HttpStatusCode.OK, """{"error":"invalid_token","error_description":"Invalid token"}""")]
    [InlineData("mcp-client", "", HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Token not provided"}""")]
    [InlineData("mcp-client", null, HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Unmatching clients"}""")]
    public async Task A_revocation_that_does_not_fit_is_refused(
        string clientId, string? token, HttpStatusCode status, string expected)
    {
        using var client = app.CreateClient();

        var revoked = await client.PostFormAsync(
            Endpoint("revoke"),
            new() { ["client_id"] = clientId, ["token"] = token ?? await app.MachineTokenAsync("mcp:read", CancellationToken.None) });

        Assert.Equal((status, expected), (revoked.Status, revoked.Text));
    }

    [Theory]
    [InlineData("mcp-machine", HttpStatusCode.OK, """{"active":false}""")]
    [InlineData("mcp-client", HttpStatusCode.Forbidden, """{"error":"invalid_request","error_description":"Client not allowed."}""")]
    [InlineData("", HttpStatusCode.Unauthorized, """{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}""")]
    public async Task Introspection_tells_no_client_of_this_realm_anything(
        string clientId, HttpStatusCode status, string expected)
    {
        using var client = app.CreateClient();
        var token = await app.UserTokenAsync("alice", "mcp:read", CancellationToken.None);

        var answer = await client.PostFormAsync(
            Endpoint("token/introspect"),
            new() { ["client_id"] = clientId, ["client_secret"] = KeycloakMockApp.MachineSecret, ["token"] = token });

        Assert.Equal((status, expected), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("openid profile mcp:read", "200  {\"preferred_username\":\"alice\",\"sub\":\"a11ce000-0000-4000-8000-000000000001\"}")]
    [InlineData("mcp:read", "403 Bearer realm=\"mcp\", error=\"insufficient_scope\", error_description=\"Missing openid scope\" ")]
    public async Task Userinfo_needs_the_openid_scope(string scope, string expected)
    {
        using var client = app.CreateClient();
        var token = await app.UserTokenAsync("alice", scope, CancellationToken.None);

        Assert.Equal(expected, await UserInfoAsync(client, $"Bearer {token}"));
    }

    [Theory]
    [InlineData("Bearer", InvalidToken)]
    [InlineData("Bearer a.b.c", InvalidToken)]
    [InlineData("Basic eDp5", NoToken)]
    [InlineData("=,=", NoToken)]
    public async Task Userinfo_for_garbage_is_401(string authorization, string expected)
    {
        using var client = app.CreateClient();

        Assert.Equal(expected, await UserInfoAsync(client, authorization));
    }

    private Uri Endpoint(string name) => new($"{app.Issuer}/protocol/openid-connect/{name}");

    /// <summary>Status, challenge and body.</summary>
    private async Task<string> UserInfoAsync(HttpClient client, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Endpoint("userinfo"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);
        return $"{(int)response.StatusCode} {response.Headers.WwwAuthenticate} {await response.Content.ReadAsStringAsync()}";
    }
}
