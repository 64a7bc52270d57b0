using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Tells clients of 2026-07-28 how long they may keep what they were given. Lists are the same for every caller until
/// another version of the server is started; a resource is only for callers with its scope. What the SDK answers
/// without a filter (server/discover) it calls private and not to be kept.
/// </summary>
internal static class CacheHints
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static void Add(McpServerOptions server)
    {
        var filters = server.Filters.Request;
        filters.ListToolsFilters.Add(next => Hint(next, CacheScope.Public));
        filters.ListResourcesFilters.Add(next => Hint(next, CacheScope.Public));
        filters.ListResourceTemplatesFilters.Add(next => Hint(next, CacheScope.Public));
        filters.ReadResourceFilters.Add(next => Hint(next, CacheScope.Private));
    }

    private static McpRequestHandler<TParams, TResult> Hint<TParams, TResult>(
        McpRequestHandler<TParams, TResult> next, CacheScope scope)
        where TResult : ICacheableResult => async (call, cancellationToken) =>
    {
        var result = await next(call, cancellationToken);
        (result.TimeToLive, result.CacheScope) = (Lifetime, scope);
        return result;
    };
}
