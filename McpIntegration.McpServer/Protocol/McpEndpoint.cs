namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// The one address of the protocol. Steps select by segments, since <c>/mcp/</c> and <c>/MCP</c> are the same route.
/// </summary>
internal static class McpEndpoint
{
    public const string Path = "/mcp";

    public static bool Includes(HttpContext context) => context.Request.Path.StartsWithSegments(Path);
}
