using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

internal static class AuthorizationExtensions
{
    /// <summary>
    /// Enforces the scope that each tool, prompt, resource and completion declares with
    /// <see cref="RequiresScopeAttribute"/>.
    /// </summary>
    public static IMcpServerBuilder AddScopeAuthorization(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddSingleton<ScopeCatalog>();
        mcp.Services.AddSingleton<IValidateOptions<McpServerOptions>, ScopeDeclarationValidator>();
        mcp.Services.AddOptions<McpServerOptions>().ValidateOnStart().Configure(server =>
        {
            server.Filters.Request.GetPromptFilters.Add(Guard);
            server.Filters.Request.ReadResourceFilters.Add(Guard);
            server.Filters.Request.CompleteFilters.Add(next => GuardCompletion(server, next));
        });
        return mcp.AddCallFilter<ScopeFilter>();
    }

    private static McpRequestHandler<TParams, TResult> Guard<TParams, TResult>(
        McpRequestHandler<TParams, TResult> next) => (call, cancellationToken) =>
    {
        call.Resolve<ScopeFilter>().Demand(call.MatchedPrimitive, call.User);
        return next(call, cancellationToken);
    };

    /// <summary>
    /// A completion tells of the prompt or resource that it completes, so it needs that one's scope, and its handler's
    /// where there is one: a list of allowed values is answered by the SDK itself.
    /// </summary>
    private static McpRequestHandler<CompleteRequestParams, CompleteResult> GuardCompletion(
        McpServerOptions server, McpRequestHandler<CompleteRequestParams, CompleteResult> next) =>
        (call, cancellationToken) =>
        {
            var scopes = call.Resolve<ScopeFilter>();
            if (server.Handlers.CompleteHandler is { } handler)
            {
                scopes.Demand("completion", RequiresScopeAttribute.Of(handler), call.User);
            }

            scopes.Demand(CompletedPrimitive.Find(server, call.Params?.Ref), call.User);
            return next(call, cancellationToken);
        };
}
