using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Repeats the address of a resource that there is not in the error's data, as the specification has it
/// (https://modelcontextprotocol.io/specification/2026-07-28/server/resources#error-handling). Goes when the SDK does
/// (https://github.com/modelcontextprotocol/csharp-sdk/issues/1540).
/// </summary>
internal static class MissingResource
{
    public static void Add(McpServerOptions server) => server.Filters.Request.ReadResourceFilters.Add(Name);

    private static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Name(
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) => async (call, cancellationToken) =>
    {
        if (call.Params?.Uri is not { } uri)
        {
            throw new McpProtocolException(MalformedParams.Message, McpErrorCode.InvalidParams);
        }

        try
        {
            return await next(call, cancellationToken);
        }
        catch (McpProtocolException missing)
            when (missing.ErrorCode is McpErrorCode.ResourceNotFound or McpErrorCode.InvalidParams)
        {
            missing.Data["uri"] = JsonSerializer.SerializeToElement(uri);
            throw;
        }
    };
}
