using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Every list comes whole, so no cursor is ever given, and one that comes is invalid
/// (https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/pagination#error-handling). The SDK would
/// answer with the whole list again, for which a client that pages asks for ever.
/// </summary>
internal static class WholeLists
{
    public static void Add(McpServerOptions server)
    {
        var filters = server.Filters.Request;
        filters.ListToolsFilters.Add(RefuseCursor);
        filters.ListResourcesFilters.Add(RefuseCursor);
        filters.ListResourceTemplatesFilters.Add(RefuseCursor);
        filters.ListPromptsFilters.Add(RefuseCursor);
    }

    private static McpRequestHandler<TParams, TResult> RefuseCursor<TParams, TResult>(
        McpRequestHandler<TParams, TResult> next)
        where TParams : PaginatedRequestParams => (call, cancellationToken) =>
        string.IsNullOrEmpty(call.Params?.Cursor)
            ? next(call, cancellationToken)
            : throw new McpProtocolException(
                "There is no such cursor: the list comes whole, without one.", McpErrorCode.InvalidParams);
}
