using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class ResourceMetadataTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Root = "/.well-known/oauth-protected-resource";

    [Theory]
    [InlineData(Root)]
    [InlineData(Root + "/")]
    [InlineData(Root + "/mcp")]
    [InlineData(Root + "/mcp/")]
    public async Task The_document_stands_at_both_addresses_with_and_without_a_trailing_slash(string path)
    {
        using var answer = await server.App.Client.GetAsync(path);

        Assert.Equal(
            (HttpStatusCode.OK, "application/json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        JsonAssert.Equal(
            $$"""
            {"resource":"http://localhost:3000/mcp","authorization_servers":["{{server.App.Issuer.Issuer}}"],
             "scopes_supported":["mcp:metrics","mcp:query","mcp:read"],"bearer_methods_supported":["header"],"resource_name":"Internal data"}
            """,
            await answer.ReadJsonAsync());
    }

    [Theory]
    [InlineData(Root + "/mcp/more")]
    [InlineData(Root + "/other")]
    [InlineData(Root + "x")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known")]
    public async Task Anything_else_is_404(string path)
    {
        using var answer = await server.App.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            """{"error":"not_found","error_description":"Nothing is here. The protocol's endpoint is /mcp."}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("https://anywhere.example")]
    [InlineData("null")]
    [InlineData("http://localhost:6274")]
    public async Task Pages_of_every_origin_can_read_it(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root) { Headers = { { "Origin", origin } } };

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "*"), (answer.StatusCode, answer.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Pages_of_every_origin_may_ask_for_it_as_MCP_clients_do()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Root + "/mcp")
        {
            Headers =
            {
                { "Origin", "https://anywhere.example" },
                { "Access-Control-Request-Method", "GET" },
                { "Access-Control-Request-Headers", "mcp-protocol-version" },
            },
        };

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal(
            (HttpStatusCode.NoContent, "*", "mcp-protocol-version"),
            (answer.StatusCode, answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task The_request_does_not_change_it()
    {
        using var plain = await server.App.Client.GetAsync(Root);
        using var request = new HttpRequestMessage(HttpMethod.Get, Root) { Headers = { { "X-Forwarded-Host", "evil.example" }, { "X-Forwarded-Proto", "https" }, { "Forwarded", "host=evil.example" } } };

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal(await plain.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("https://mcp.example.com", "/.well-known/oauth-protected-resource", "https://mcp.example.com/.well-known/oauth-protected-resource")]
    [InlineData("https://mcp.example.com/a/b", "/.well-known/oauth-protected-resource/a/b", "https://mcp.example.com/.well-known/oauth-protected-resource/a/b")]
    public async Task The_challenge_names_the_address_where_the_document_stands(
        string resource, string path, string address)
    {
        var app = new McpServerApp { Settings = { ["Authentication:Resource"] = resource } };
        await app.InitializeAsync();

        using var challenged = await app.PostAsync(McpMessages.Ping, null);
        using var document = await app.Client.GetAsync(path);

        Assert.StartsWith(
            $"Bearer resource_metadata=\"{address}\", ",
            challenged.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
        Assert.Equal(resource, (string?)(await document.ReadJsonAsync())["resource"]);
        await app.DisposeAsync();
    }
}
