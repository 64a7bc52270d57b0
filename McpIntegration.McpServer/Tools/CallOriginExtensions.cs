using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.InternalApi;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

internal static class CallOriginExtensions
{
    /// <summary>What the internal API is told of a call, where it is told anything.</summary>
    public static CallOrigin Origin(this RequestContext<CallToolRequestParams> call, string tool) =>
        new(Caller.From(call.User), tool, PrintableId.Of(call.JsonRpcRequest.Id.ToString()));
}
