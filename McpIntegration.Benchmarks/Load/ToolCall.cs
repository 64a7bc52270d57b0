using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>One call of query_data for the first users, as a client of either era sends it.</summary>
/// <param name="Question">
/// Which of many questions with the same answer: users created after a time before all of them. Each is a record of its
/// own in the cache.
/// </param>
internal sealed record ToolCall(Era Era, int Id, string Token, int Question)
{
    public const int Limit = 10;
    private const string NewestRevision = "2026-07-28";
    private static readonly DateTimeOffset BeforeAll = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Host = new Uri(McpStand.Resource).Authority;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public HttpRequestMessage ToRequest(Uri server)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/mcp"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body())),
            Version = System.Net.HttpVersion.Version11,
        };
        request.Content.Headers.ContentType = Json;
        request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        request.Headers.TryAddWithoutValidation(
            "MCP-Protocol-Version", Era == Era.Legacy ? "2025-11-25" : NewestRevision);
        if (Era == Era.Newest)
        {
            request.Headers.TryAddWithoutValidation("Mcp-Method", "tools/call");
            request.Headers.TryAddWithoutValidation("Mcp-Name", "query_data");
        }

        return request;
    }

    private string Body()
    {
        var after = BeforeAll.AddMilliseconds(Question).ToString("O", CultureInfo.InvariantCulture);
        var filters = $$"""{"field":"createdAt","operator":"greater","value":"{{after}}","limit":{{Limit}} }""";
        var parameters =
            $$"""{{Meta()}}"name":"query_data","arguments":{"collection":"users","filters":{{filters}} }""";
        return $$$"""{"jsonrpc":"2.0","id":{{{Id}}},"method":"tools/call","params":{ {{{parameters}}} } }""";
    }

    private string Meta() => Era == Era.Legacy ? "" : $$"""
        "_meta":{"io.modelcontextprotocol/protocolVersion":"{{NewestRevision}}",
        "io.modelcontextprotocol/clientCapabilities":{} },
        """;
}
