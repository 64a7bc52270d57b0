using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>The revision 2026-07-28, which has no handshake: every request says all there is to know.</summary>
public sealed class NewestRevisionTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private string Token => server.App.Issuer.Token(McpServerApp.AllScopes);

    [Fact]
    public async Task Discovery_says_what_the_server_speaks()
    {
        using var answer = await server.App.PostNewestAsync("server/discover", "", Token);

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        var discovered = await answer.ReadJsonAsync();
        Assert.StartsWith("Read-only access", (string?)discovered["result"]?["instructions"], StringComparison.Ordinal);
        discovered["result"]?.AsObject().Remove("instructions");
        JsonAssert.Equal(
            """
            {"jsonrpc":"2.0","id":1,"result":{"supportedVersions":["2026-07-28"],
             "capabilities":{"completions":{},"resources":{},"tools":{}},
             "ttlMs":0,"cacheScope":"private","resultType":"complete",
             "_meta":{"io.modelcontextprotocol/serverInfo":
              {"name":"internal-data-server","title":"Internal data","version":"1.0.0"}}}}
            """,
            discovered);
    }

    [Fact]
    public async Task A_tool_answers_as_in_the_older_revisions()
    {
        using var newest = await server.App.CallNewestAsync("get_user_profile", """{"userId":"user-124"}""", Token);
        using var older = await server.App.CallAsync("get_user_profile", """{"userId":"user-124"}""", Token);

        var (newestContent, olderContent) = (await newest.ReadStructuredAsync(), await older.ReadStructuredAsync());
        Assert.Equal((HttpStatusCode.OK, "application/json"), (newest.StatusCode, newest.Header("Content-Type")));
        JsonAssert.Equal(olderContent.ToJsonString(), newestContent);
    }

    [Theory]
    [InlineData("application/json, text/event-stream", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("*/*", "application/json")]
    [InlineData(null, "application/json")]
    public async Task Every_Accept_has_its_kind_of_reply(string? accept, string contentType)
    {
        using var answer = await server.App.PostNewestAsync("tools/list", "", Token, change: request =>
        {
            request.Headers.Accept.Clear();
            request.Headers.TryAddWithoutValidation("Accept", accept is null ? [] : [accept]);
        });

        Assert.Equal((HttpStatusCode.OK, contentType), (answer.StatusCode, answer.Header("Content-Type")));
    }

    [Theory]
    [InlineData("MCP-Protocol-Version", "2099-01-01", 400, -32022)]
    [InlineData("Mcp-Method", "tools/list", 400, -32020)]
    [InlineData("Mcp-Method", null, 400, -32020)]
    [InlineData("Mcp-Name", "query_data", 400, -32020)]
    [InlineData("Mcp-Name", null, 400, -32020)]
    public async Task A_header_that_contradicts_the_body_is_refused_as_the_specification_assigns(
        string header, string? value, int status, int code)
    {
        const string Call = ",\"name\":\"get_metrics\",\"arguments\":{\"metricType\":\"usage\"}";
        using var answer = await server.App.PostNewestAsync("tools/call", Call, Token, "get_metrics", request =>
        {
            request.Headers.Remove(header);
            if (value is not null)
            {
                request.Headers.Add(header, value);
            }
        });

        Assert.Equal((status, code), ((int)answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-11-25")]
    [InlineData("2024-11-05")]
    public async Task A_request_is_not_another_revision_s_by_its_header_than_by_its_body(string? header)
    {
        using var answer = await server.App.PostNewestAsync("tools/list", "", Token, change: request =>
        {
            request.Headers.Remove("MCP-Protocol-Version");
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", header is null ? [] : [header]);
        });

        Assert.Equal((400, -32020), ((int)answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    public async Task A_name_that_is_no_text_is_the_params_fault(string name)
    {
        using var answer = await server.App.PostNewestAsync("tools/call", $",\"name\":{name}", Token, name);

        JsonAssert.Equal(
            """
            {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"A parameter is missing or has the wrong type."}}
            """,
            await answer.ReadJsonAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("nothing/at-all", 404, -32601)]
    [InlineData("ping", 404, -32601)]
    [InlineData("initialize", 404, -32601)]
    [InlineData("logging/setLevel", 404, -32601)]
    public async Task A_method_that_the_revision_lacks_is_404(string method, int status, int code)
    {
        using var answer = await server.App.PostNewestAsync(method, "", Token);

        Assert.Equal((status, code), ((int)answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
    }

    [Theory]
    [InlineData("2026-07-28", 400, -32602)]
    [InlineData("2099-01-01", 400, -32022)]
    [InlineData("x", 400, -32022)]
    [InlineData("1999-01-01", 400, -32602)]
    public async Task A_handshake_without_parameters_is_no_failure_of_the_server_in_any_revision(
        string revision, int status, int code)
    {
        using var answer = await server.App.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize"}""",
            Token,
            request => request.Headers.Add("MCP-Protocol-Version", revision));

        Assert.Equal((status, code), ((int)answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
    }

    [Theory]
    [InlineData("\"result\":{}")]
    [InlineData("\"error\":{\"code\":1,\"message\":\"x\"}")]
    public async Task A_client_has_nothing_to_respond_to(string outcome)
    {
        using var answer = await server.App.PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,{{outcome}}}""",
            Token,
            request => request.Headers.Add("MCP-Protocol-Version", McpMessages.Newest));

        Assert.Equal((400, -32600), ((int)answer.StatusCode, (int?)(await answer.ReadJsonAsync())["error"]?["code"]));
    }
}
