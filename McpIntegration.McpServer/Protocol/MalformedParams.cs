using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Parameters of the wrong type are the request's fault: -32602 (JSON-RPC 2.0, section 5.1), where the SDK would say
/// that it failed itself (-32603).
/// </summary>
internal static class MalformedParams
{
    public const string Message = "A parameter is missing or has the wrong type.";

    public static McpMessageHandler Answer(McpMessageHandler next) => async (message, cancellationToken) =>
    {
        try
        {
            await next(message, cancellationToken);
        }
        catch (JsonException)
        {
            throw new McpProtocolException(Message, McpErrorCode.InvalidParams);
        }
    };
}
