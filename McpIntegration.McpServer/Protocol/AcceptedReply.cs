namespace McpIntegration.McpServer.Protocol;

/// <summary>The kinds of reply that a caller admits.</summary>
[Flags]
internal enum AcceptedReply
{
    None = 0,
    Json = 1,
    EventStream = 2,
}
