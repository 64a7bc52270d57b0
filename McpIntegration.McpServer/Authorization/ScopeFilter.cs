using System.Security.Claims;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Lets a tool run only for a token that carries the scope which the tool declares: otherwise HTTP 403 with the
/// challenge of RFC 6750, section 3.1, and a JSON-RPC error. It decides on what the SDK itself has matched, so no
/// spelling of a name gets past.
/// </summary>
internal sealed class ScopeFilter(Challenge challenge, IHttpContextAccessor http) : ICallFilter
{
    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        Demand(call.MatchedPrimitive, call.User);
        return await next(call, cancellationToken);
    }

    /// <param name="primitive">Null: there is none of that name, which the SDK answers with -32602.</param>
    /// <param name="user">The caller.</param>
    public void Demand(IMcpServerPrimitive? primitive, ClaimsPrincipal? user)
    {
        if (primitive is null)
        {
            return;
        }

        var needed = RequiresScopeAttribute.Of(primitive.Metadata);
        var held = HeldBy(user);
        if (needed is not null && held.Contains(needed))
        {
            return;
        }

        if (http.HttpContext?.Response is { HasStarted: false } response)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            response.Headers.WWWAuthenticate = challenge.InsufficientScope(needed ?? "", held);
        }

        var description = $"This tool needs the scope {needed}, which the token does not carry. " +
            "Either the client did not ask for it at login, " +
            "or the account has no role that grants it: then signing in again does not help, " +
            "and an administrator has to assign the role.";
        throw new JsonRpcRefusal(JsonRpcRefusal.InsufficientScope, description)
        {
            Details = new() { ["error"] = "insufficient_scope", ["error_description"] = description },
        }.ToException();
    }

    // One text with spaces (RFC 9068), or, from some issuers, a list.
    private static string[] HeldBy(ClaimsPrincipal? user) =>
        [.. user?.FindAll("scope")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? []];
}
