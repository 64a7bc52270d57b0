using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authorization;

public sealed class ScopePerToolTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private static readonly string[] ScopesAsList = ["mcp:read", "mcp:query"];
    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["query_data"] = """{"collection":"users"}""",
        ["get_user_profile"] = """{"userId":"user-124"}""",
        ["get_metrics"] = """{"metricType":"usage"}""",
    };

    [Theory]
    [InlineData("query_data", "mcp:query", true)]
    [InlineData("query_data", "mcp:read", false)]
    [InlineData("query_data", "mcp:metrics", false)]
    [InlineData("query_data", "", false)]
    [InlineData("get_user_profile", "mcp:read", true)]
    [InlineData("get_user_profile", "mcp:query", false)]
    [InlineData("get_user_profile", "mcp:metrics", false)]
    [InlineData("get_user_profile", "", false)]
    [InlineData("get_metrics", "mcp:metrics", true)]
    [InlineData("get_metrics", "mcp:read", false)]
    [InlineData("get_metrics", "mcp:query", false)]
    [InlineData("get_metrics", "MCP:METRICS", false)]
    [InlineData("get_metrics", "mcp:metricsx xmcp:metrics mcp", false)]
    [InlineData("get_metrics", "mcp:metrics\tmcp:read", false)]
    [InlineData("get_metrics", "openid  mcp:metrics profile", true)]
    public async Task A_tool_runs_only_with_its_own_scope_in_both_eras(string tool, string scope, bool isAllowed)
    {
        var asked = server.App.Api.ReceivedRequests.Count;
        var token = server.App.Issuer.Token(scope, $"{tool} with {scope}");

        using var older = await server.App.CallAsync(tool, Arguments[tool], token);
        using var newest = await server.App.CallNewestAsync(tool, Arguments[tool], token);

        var expected = isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
        Assert.Equal((expected, expected), (older.StatusCode, newest.StatusCode));
        Assert.Equal(isAllowed ? 1 : 0, server.App.Api.ReceivedRequests.Count - asked);
    }

    [Fact]
    public async Task Scopes_that_an_issuer_writes_as_a_list_count_one_by_one()
    {
        var token = server.App.Issuer.Token("", "list", change: t => t.Claims["scope"] = ScopesAsList);

        using var answer = await server.App.CallAsync("query_data", """{"collection":"users"}""", token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_without_any_scope_claim_runs_nothing()
    {
        var token = server.App.Issuer.Token("", change: t => t.Claims.Remove("scope"));

        using var answer = await server.App.CallAsync("query_data", Arguments["query_data"], token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_names_what_is_needed_together_with_what_is_held(bool isNewest)
    {
        var token = server.App.Issuer.Token("mcp:read openid");

        using var answer = isNewest
            ? await server.App.CallNewestAsync("get_metrics", Arguments["get_metrics"], token)
            : await server.App.CallAsync("get_metrics", Arguments["get_metrics"], token);

        const string Sentence =
            "This tool needs the scope mcp:metrics, which the token does not carry. Either the client did not ask for it at login, " +
            "or the account has no role that grants it: then signing in again does not help, and an administrator has to assign the role.";
        Assert.Equal(
            (HttpStatusCode.Forbidden, "application/json", "no-store"),
            (answer.StatusCode, answer.Header("Content-Type"), answer.Header("Cache-Control")));
        Assert.Equal(
            "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", " +
            $"scope=\"mcp:metrics mcp:read openid\", error=\"insufficient_scope\", error_description=\"{Sentence}\"",
            answer.Header("WWW-Authenticate"));
        JsonAssert.Equal(
            $$$"""
            {"jsonrpc":"2.0","id":1,"error":{"code":-32003,"message":"{{{Sentence}}}",
             "data":{"error":"insufficient_scope","error_description":"{{{Sentence}}}"} } }
            """,
            await answer.ReadJsonAsync());
    }

    [Fact]
    public async Task What_the_token_holds_cannot_break_out_of_the_header()
    {
        var token = server.App.Issuer.Token("mcp:read \" a\"b \\ a\tb a\nb \u00e9 \u0000 email");

        using var answer = await server.App.CallAsync("get_metrics", Arguments["get_metrics"], token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            ", scope=\"email mcp:metrics mcp:read\", error=",
            answer.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_in_the_place_of_the_scopes_is_none()
    {
        var token = server.App.Issuer.Token(
            "", change: t => t.Claims["scope"] = new Dictionary<string, string> { ["a"] = "b mcp:metrics c" });

        using var answer = await server.App.CallAsync("get_metrics", Arguments["get_metrics"], token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mcp:read")]
    [InlineData(McpServerApp.AllScopes)]
    public async Task All_tools_are_listed_whatever_the_scopes(string scope)
    {
        using var answer = await server.App.PostAsync(McpMessages.ListTools, server.App.Issuer.Token(scope));

        var tools = (await answer.ReadResultAsync())["tools"]?.AsArray() ?? [];
        Assert.Equal(["query_data", "get_user_profile", "get_metrics"], tools.Select(tool => (string?)tool?["name"]));
    }

    [Theory]
    [InlineData("\"nothing\"")]
    [InlineData("\"\"")]
    [InlineData("\"GET_METRICS\"")]
    [InlineData("\"get_metrics \"")]
    [InlineData("\"get_metrics\\u0000\"")]
    [InlineData("\"get\\u005fmetrics/\"")]
    [InlineData("\"../get_metrics\"")]
    public async Task A_name_that_is_no_tool_s_is_answered_by_the_protocol_and_asks_nothing(string name)
    {
        var asked = server.App.Api.ReceivedRequests.Count;

        using var answer = await CallRawAsync(
            $"\"name\":{name},\"arguments\":{Arguments["get_metrics"]}",
            server.App.Issuer.Token(McpServerApp.AllScopes));

        Assert.Equal(
            (HttpStatusCode.OK, -32602), (answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
        Assert.Equal(asked, server.App.Api.ReceivedRequests.Count);
    }

    [Theory]
    [InlineData("\"name\":\"get\\u005fmetrics\"", 403)]
    [InlineData("\"n\\u0061me\":\"get_metrics\"", 403)]
    [InlineData("\"name\":\"get_user_profile\",\"name\":\"get_metrics\"", 400)]
    [InlineData("\"name\":\"get_metrics\",\"name\":\"get_user_profile\"", 400)]
    [InlineData("\"Name\":\"get_user_profile\",\"name\":\"get_metrics\"", 403)]
    [InlineData("\"name\":\"get_user_profile\",\"n\\u0061me\":\"get_metrics\"", 400)]
    public async Task No_spelling_of_a_name_gets_past_its_scope(string name, int status)
    {
        var asked = server.App.Api.ReceivedRequests.Count;

        using var answer =
            await CallRawAsync($"{name},\"arguments\":{Arguments["get_metrics"]}", server.App.Issuer.Token("mcp:read"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Null((await answer.ReadJsonAsync())["result"]);
        Assert.Equal(asked, server.App.Api.ReceivedRequests.Count);
    }

    [Fact]
    public async Task A_name_in_the_newest_revision_s_header_decides_nothing()
    {
        using var answer = await server.App.PostNewestAsync(
            "tools/call", $",\"name\":\"get_metrics\",\"arguments\":{Arguments["get_metrics"]}", server.App.Issuer.Token("mcp:read"), "get_user_profile");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<HttpResponseMessage> CallRawAsync(string members, string token) =>
        server.App.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{{members}}}}}""", token);
}
