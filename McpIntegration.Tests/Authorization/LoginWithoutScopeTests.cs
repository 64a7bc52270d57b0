using System.Net;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authorization;

/// <summary>
/// Carol has no role, so no login can grant her a scope. She is answered 403 each time: a 401 would send her client to
/// log in again, for ever.
/// </summary>
public sealed class LoginWithoutScopeTests : IAsyncLifetime
{
    private static readonly (string Tool, string Arguments, string Scope)[] Calls =
    [
        ("query_data", """{"collection":"users"}""", "mcp:query"),
        ("get_user_profile", """{"userId":"user-125"}""", "mcp:read"),
        ("get_metrics", """{"metricType":"usage"}""", "mcp:metrics"),
    ];

    private readonly KeycloakMockApp _issuer = new(new() { ["MCP_RESOURCE"] = McpServerApp.Resource });
    private readonly McpServerApp _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _server.Settings["Authentication:Issuer"] = _issuer.Issuer;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Every_tool_is_403_after_a_login_and_the_same_403_after_the_next()
    {
        var first = await RefusalsAsync(await SignInAsync());
        var second = await RefusalsAsync(await SignInAsync());

        Assert.Equal(first, second);
        Assert.Equal(Calls.Select(call => Refusal(call.Scope)), first);
    }

    [Fact]
    public async Task Every_tool_is_listed()
    {
        using var answer = await _server.PostAsync(McpMessages.ListTools, await SignInAsync());

        var tools = (await answer.ReadResultAsync())["tools"]?.AsArray() ?? [];
        Assert.Equal(Calls.Select(call => call.Tool), tools.Select(tool => (string?)tool?["name"]));
    }

    /// <summary>By the login page, as a client that asks for what the challenge names.</summary>
    private async Task<string> SignInAsync()
    {
        using var http = _issuer.CreateClient();
        var answer = await new CodeFlow(http, _issuer.Issuer).SignInAsync("carol", McpServerApp.AllScopes);
        Assert.Equal("", (string?)answer.Json["scope"]);
        return answer.AccessToken;
    }

    private async Task<List<(HttpStatusCode, string?)>> RefusalsAsync(string token)
    {
        List<(HttpStatusCode, string?)> refusals = [];
        foreach (var (tool, arguments, _) in Calls)
        {
            using var older = await _server.CallAsync(tool, arguments, token);
            using var newest = await _server.CallNewestAsync(tool, arguments, token);
            Assert.Equal(
                (older.StatusCode, older.Header("WWW-Authenticate")),
                (newest.StatusCode, newest.Header("WWW-Authenticate")));
            refusals.Add((older.StatusCode, older.Header("WWW-Authenticate")));
        }

        return refusals;
    }

    private static (HttpStatusCode, string?) Refusal(string scope) => (
        HttpStatusCode.Forbidden,
        "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", " +
        $"scope=\"{scope}\", error=\"insufficient_scope\", " +
        $"error_description=\"This tool needs the scope {scope}, which the token does not carry. Either the client did not ask for it " +
        "at login, or the account has no role that grants it: then signing in again does not help, and an administrator has to " +
        "assign the role.\"");
}
