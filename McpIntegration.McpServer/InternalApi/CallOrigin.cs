using McpIntegration.McpServer.Authentication;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// The call that a request to the internal API serves. Where several calls of one caller share a request, it is the
/// one that came first.
/// </summary>
/// <param name="RequestId">As the audit line of this server has it.</param>
internal sealed record CallOrigin(Caller Caller, string Tool, string RequestId);
