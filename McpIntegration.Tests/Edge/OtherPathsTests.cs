using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class OtherPathsTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/mcpx")]
    [InlineData("POST", "/sse")]
    [InlineData("GET", "/.env")]
    [InlineData("GET", "/health/more")]
    [InlineData("GET", "/metrics")]
    [InlineData("DELETE", "/api/v1/users")]
    public async Task An_unknown_path_is_404_and_says_where_the_protocol_is(string verb, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(
            """{"error":"not_found","error_description":"Nothing is here. The protocol's endpoint is /mcp."}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/mcp/more")]
    [InlineData("/mcp/sse")]
    [InlineData("/mcp//")]
    public async Task Below_the_endpoint_is_404_for_an_authenticated_caller(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Authorization", $"Bearer {server.App.Issuer.Token("")}" } } };
        request.Content = new StringContent(McpMessages.Ping, System.Text.Encoding.UTF8, "application/json");

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "no-store"), (answer.StatusCode, answer.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_needs_no_token_and_says_status_and_time_only(string path)
    {
        using var answer = await server.App.Client.GetAsync(path);

        var body = await answer.ReadJsonAsync();
        Assert.Equal(["status", "timestamp"], body.AsObject().Select(member => member.Key));
        Assert.Equal("healthy", (string?)body["status"]);
    }

    [Fact]
    public async Task No_answer_says_what_software_gave_it()
    {
        using var answer = await server.App.PostAsync(McpMessages.Ping, server.App.Issuer.Token(""));

        Assert.Equal((null, null), (answer.Header("Server"), answer.Header("X-Powered-By")));
    }
}
