using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

internal static class CallFilterExtensions
{
    public static IMcpServerBuilder AddCallFilter<TFilter>(this IMcpServerBuilder mcp)
        where TFilter : class, ICallFilter
    {
        mcp.Services.AddHttpContextAccessor();
        mcp.Services.TryAddSingleton<TFilter>();

        // Resolved with the call and not with the options: what filters need may itself need the options.
        mcp.Services.Configure<McpServerOptions>(server =>
            server.Filters.Request.CallToolFilters.Add(next => (call, cancellationToken) =>
                call.Resolve<TFilter>().InvokeAsync(next, call, cancellationToken)));
        return mcp;
    }
}
