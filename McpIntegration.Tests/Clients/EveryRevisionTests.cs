using System.Net;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace McpIntegration.Tests.Clients;

/// <summary>The official C# client, held to one revision of the protocol after the other.</summary>
public sealed class EveryRevisionTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    public static TheoryData<string> Revisions =>
        ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Lists_the_tools(string revision)
    {
        await using var client = await ConnectAsync(revision, "mcp:read");

        var tools = await client.ListToolsAsync();

        Assert.Equal((revision, "internal-data-server"), (client.NegotiatedProtocolVersion, client.ServerInfo?.Name));
        Assert.Equal(["query_data", "get_user_profile", "get_metrics"], tools.Select(tool => tool.Name));
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Reads_the_same_from_structured_content_and_text(string revision)
    {
        await using var client = await ConnectAsync(revision, "mcp:read");

        var result =
            await client.CallToolAsync("get_user_profile", new Dictionary<string, object?> { ["userId"] = "user-124" });

        var structured = JsonNode.Parse($"{result.StructuredContent}");
        Assert.NotEqual(true, result.IsError);
        Assert.Equal("user-124", (string?)structured?["id"]);
        JsonAssert.Equal(result.Content.OfType<TextContentBlock>().Last().Text, structured);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Is_told_what_is_wrong_with_an_argument(string revision)
    {
        await using var client = await ConnectAsync(revision, "mcp:metrics");

        var result =
            await client.CallToolAsync("get_metrics", new Dictionary<string, object?> { ["metricType"] = "nothing" });

        Assert.True(result.IsError);
        Assert.Contains(
            "metricType", Assert.IsType<TextContentBlock>(result.Content[^1]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Is_told_that_there_is_no_such_tool(string revision)
    {
        await using var client = await ConnectAsync(revision, "mcp:read");

        var refusal = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("nothing"));

        Assert.Equal(McpErrorCode.InvalidParams, refusal.ErrorCode);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Is_told_which_scope_is_missing(string revision)
    {
        await using var client = await ConnectAsync(revision, "mcp:read");

        var refusal = await Record.ExceptionAsync(async () =>
            await client.CallToolAsync("get_metrics", new Dictionary<string, object?> { ["metricType"] = "usage" }));

        var status = Assert.IsType<HttpRequestException>(refusal).StatusCode;
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("mcp:metrics", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<McpClient> ConnectAsync(string revision, string scope)
    {
        var transport = new HttpClientTransport(new()
        {
            Endpoint = new Uri(server.App.BaseAddress, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string,
            string>
            { ["Authorization"] = $"Bearer {server.App.Issuer.Token(scope)}" },
        });
        return await McpClient.CreateAsync(transport, new() { ProtocolVersion = revision });
    }
}
