using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Clients;

public sealed class InspectorTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const int Failed = 1;
    private const int AuthenticationRequired = 3;
    private const int ToolError = 5;

    private Uri Endpoint => new(server.App.BaseAddress, "mcp");

    private string Token => server.App.Issuer.Token(McpServerApp.AllScopes);

    [SkippableFact]
    public async Task Lists_the_tools()
    {
        var run = await Inspector.RunAsync(Endpoint, Token, "--method", "tools/list");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            ["query_data", "get_user_profile", "get_metrics"],
            run.ReadOutput()["tools"]?.AsArray().Select(tool => (string?)tool?["name"]));
    }

    [SkippableTheory]
    [InlineData("query_data", "collection", "users")]
    [InlineData("get_user_profile", "id", "user-124", "userId=user-124")]
    [InlineData("get_metrics", "metricType", "usage")]
    public async Task Calls_every_tool(string tool, string member, string value, string? argument = null)
    {
        var run = await Inspector.CallAsync(Endpoint, Token, tool, argument ?? $"{member}={value}");

        var output = run.ReadOutput();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(value, (string?)output["structuredContent"]?[member]);
        JsonAssert.Equal($"{output["content"]?.AsArray()[^1]?["text"]}", output["structuredContent"]);
    }

    [SkippableFact]
    public async Task Prints_what_is_wrong_with_an_argument()
    {
        var run = await Inspector.CallAsync(Endpoint, Token, "query_data", "collection=nothing");

        var output = run.ReadOutput();
        Assert.Equal((ToolError, true), (run.ExitCode, (bool?)output["isError"]));
        Assert.Equal(
            "There is no collection \"nothing\". Use one of: orders, products, tickets, users.",
            (string?)output["content"]?.AsArray()[^1]?["text"]);
    }

    [SkippableFact]
    public async Task Without_a_token_it_wants_to_log_in()
    {
        var run = await Inspector.CallAsync(Endpoint, null, "get_metrics", "metricType=usage");

        Assert.Equal(
            (AuthenticationRequired, "", "auth_required"), (run.ExitCode, run.Output, (string?)Error(run)?["code"]));
    }

    [SkippableFact]
    public async Task With_too_narrow_a_token_it_says_which_scope_is_missing()
    {
        var run =
            await Inspector.CallAsync(Endpoint, server.App.Issuer.Token("mcp:read"), "get_metrics", "metricType=usage");

        Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal("Insufficient scope: required \"mcp:metrics mcp:read\"", (string?)Error(run)?["message"]);
    }

    [SkippableFact]
    public async Task Over_the_limit_it_says_how_long_to_wait()
    {
        var limited = new McpServerApp { Settings = { ["RateLimiting:Permits"] = "1" } };
        await limited.InitializeAsync();
        try
        {
            var token = limited.Issuer.Token(McpServerApp.AllScopes);
            using var last = await limited.PostAsync(McpMessages.Ping, token);

            var run = await Inspector.CallAsync(
                new Uri(limited.BaseAddress, "mcp"), token, "get_metrics", "metricType=usage");

            Assert.Equal((Failed, ""), (run.ExitCode, run.Output));
            Assert.Matches(
                "^Rate limited by the server \\(HTTP 429\\).* retry after (15m00s|14m\\d\\ds)",
                (string?)Error(run)?["message"]);
        }
        finally
        {
            await limited.DisposeAsync();
        }
    }

    private static JsonNode? Error(FinishedProcess run) => JsonNode.Parse(run.Errors)?["error"];
}
