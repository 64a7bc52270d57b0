namespace McpIntegration.Tests.Pipeline;

/// <summary>Requests as clients of the protocol's two eras send them.</summary>
internal static class McpMessages
{
    public const string Newest = "2026-07-28";
    public const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    public const string ListTools = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    public static string Initialize(string version) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"{{{version}}}","capabilities":{},"clientInfo":{"name":"tests","version":"1"} } }""";

    /// <summary>A request of 2026-07-28, with the headers that its revision demands.</summary>
    public static Task<HttpResponseMessage> PostNewestAsync(
        this McpServerApp app,
        string method,
        string members,
        string? token,
        string? name = null,
        Action<HttpRequestMessage>? change = null) =>
        app.PostAsync(Request(method, members), token, request =>
        {
            request.Headers.Add("MCP-Protocol-Version", Newest);
            request.Headers.Add("Mcp-Method", method);
            if (name is not null)
            {
                request.Headers.Add("Mcp-Name", name);
            }

            change?.Invoke(request);
        });

    public static Task<HttpResponseMessage> CallNewestAsync(
        this McpServerApp app, string tool, string arguments, string? token) =>
        app.PostNewestAsync("tools/call", $$""","name":"{{tool}}","arguments":{{arguments}}""", token, tool);

    private static string Request(string method, string members)
    {
        var meta = $$$"""{"io.modelcontextprotocol/protocolVersion":"{{{Newest}}}","io.modelcontextprotocol/clientCapabilities":{}}""";
        return $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{"_meta":{{{meta}}}{{{members}}} } }""";
    }
}
