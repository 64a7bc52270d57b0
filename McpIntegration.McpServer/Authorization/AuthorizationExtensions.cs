using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

internal static class AuthorizationExtensions
{
    /// <summary>
    /// Enforces the scope that each tool, prompt and resource declares with <see cref="RequiresScopeAttribute"/>.
    /// </summary>
    public static IMcpServerBuilder AddScopeAuthorization(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddSingleton<ScopeCatalog>();
        mcp.Services.AddSingleton<IValidateOptions<McpServerOptions>, ScopeDeclarationValidator>();
        mcp.Services.AddOptions<McpServerOptions>().ValidateOnStart().Configure(server =>
        {
            server.Filters.Request.GetPromptFilters.Add(Guard);
            server.Filters.Request.ReadResourceFilters.Add(Guard);
        });
        return mcp.AddCallFilter<ScopeFilter>();
    }

    private static McpRequestHandler<TParams, TResult> Guard<TParams, TResult>(
        McpRequestHandler<TParams, TResult> next) => (call, cancellationToken) =>
    {
        call.Resolve<ScopeFilter>().Demand(call.MatchedPrimitive, call.User);
        return next(call, cancellationToken);
    };
}
