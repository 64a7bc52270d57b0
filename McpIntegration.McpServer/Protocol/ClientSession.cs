namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// The session id that a client of the older revisions sent back. It is not checked and grants nothing: it groups calls
/// in the audit.
/// </summary>
internal sealed record ClientSession(string Id)
{
    public const string HeaderName = "Mcp-Session-Id";

    /// <summary>Takes the id off the request: the SDK's stateless transport refuses any.</summary>
    public static void Detach(HttpContext context)
    {
        if (context.Request.Headers.Remove(HeaderName, out var id))
        {
            context.Features.Set(new ClientSession(id.ToString()));
        }
    }
}
