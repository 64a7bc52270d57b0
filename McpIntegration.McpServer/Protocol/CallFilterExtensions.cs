using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Protocol;

internal static class CallFilterExtensions
{
    public static IMcpServerBuilder AddCallFilter<TFilter>(this IMcpServerBuilder mcp)
        where TFilter : class, ICallFilter
    {
        mcp.Services.AddHttpContextAccessor();
        mcp.Services.TryAddSingleton<TFilter>();
        mcp.Services.Configure<McpServerOptions>(server =>
            server.Filters.Request.CallToolFilters.Add(next => (call, cancellationToken) =>
                FilterOf<TFilter>(call).InvokeAsync(next, call, cancellationToken)));
        return mcp;
    }

    // Resolved with the call and not with the options: what filters need may itself need the options.
    private static TFilter FilterOf<TFilter>(RequestContext<CallToolRequestParams> call) where TFilter : class =>
        call.Services?.GetRequiredService<TFilter>()
        ?? throw new InvalidOperationException("A call comes with its services.");
}
