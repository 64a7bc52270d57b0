using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class CorsTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Origin = "http://localhost:6274";
    private const string RequestHeaders = "Authorization,Content-Type,Accept,MCP-Protocol-Version,Mcp-Method,Mcp-Name,Mcp-Session-Id,Last-Event-ID,traceparent";

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/mcp/")]
    [InlineData("/MCP")]
    public async Task A_preflight_needs_no_token_and_names_what_clients_send(string path)
    {
        using var answer =
            await PreflightAsync(path, Origin, "authorization,content-type,mcp-protocol-version,mcp-method,mcp-name");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(
            (Origin, "POST", RequestHeaders, "600", null),
            (Allowed(answer, "Origin"), Allowed(answer, "Methods"), Allowed(answer, "Headers"), answer.Header("Access-Control-Max-Age"), Allowed(answer, "Credentials")));
    }

    [Fact]
    public async Task A_preflight_of_a_foreign_page_is_refused_before_anything_else()
    {
        using var answer = await PreflightAsync("/mcp", "https://evil.example", "authorization");

        Assert.Equal((HttpStatusCode.Forbidden, null), (answer.StatusCode, Allowed(answer, "Origin")));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("mcp:read", 403)]
    [InlineData("mcp:metrics", 200)]
    public async Task Pages_can_read_every_answer_and_the_headers_that_clients_need(string? scope, int status)
    {
        using var answer = await server.App.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_metrics","arguments":{"metricType":"usage"}}}""",
            scope is null ? null : server.App.Issuer.Token(scope),
            request => request.Headers.Add("Origin", Origin));

        Assert.Equal(
            (status, Origin, "WWW-Authenticate,Mcp-Session-Id,RateLimit,RateLimit-Policy,Retry-After,X-Cache", "Origin"),
            ((int)answer.StatusCode, Allowed(answer, "Origin"), answer.Header("Access-Control-Expose-Headers"), answer.Header("Vary")));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData(null, 413)]
    public async Task Pages_can_read_refusals_of_a_body_too(string? body, int status)
    {
        using var answer = await server.App.PostAsync(
            body ?? new string(' ', 300_000),
            server.App.Issuer.Token(""),
            request => request.Headers.Add("Origin", Origin));

        Assert.Equal((status, Origin), ((int)answer.StatusCode, Allowed(answer, "Origin")));
    }

    private static string? Allowed(HttpResponseMessage answer, string what) =>
        answer.Header($"Access-Control-Allow-{what}");

    private async Task<HttpResponseMessage> PreflightAsync(string path, string origin, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", headers } },
        };
        return await server.App.Client.SendAsync(request);
    }
}
