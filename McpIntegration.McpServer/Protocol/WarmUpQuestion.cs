using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;

namespace McpIntegration.McpServer.Protocol;

/// <summary>A request that the server makes to itself: for a list, as clients of one era ask for it.</summary>
internal sealed record WarmUpQuestion((string Name, string Value)[] Headers, byte[] Body)
{
    public static WarmUpQuestion[] OfBothEras { get; } =
    [
        new([("MCP-Protocol-Version", "2025-11-25")], """{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""u8.ToArray()),
        new(
            [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list")],
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """u8.ToArray()),
    ];

    public FeatureCollection ToFeatures(Stream answer)
    {
        var request = new HttpRequestFeature
        {
            Method = HttpMethods.Post,
            Path = McpEndpoint.Path,
            Body = new MemoryStream(Body),
            Headers =
            {
                ContentType = MediaTypeNames.Application.Json,
                Accept = MediaTypeNames.Application.Json,
            },
        };
        foreach (var (name, value) in Headers)
        {
            request.Headers[name] = value;
        }

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        return features;
    }
}
