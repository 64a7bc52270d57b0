using System.Security.Claims;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Authorization;

/// <summary>
/// Lets a tool, or what else is called, run only for a token that carries the scope which it declares: otherwise HTTP
/// 403 with the challenge of RFC 6750, section 3.1, and a JSON-RPC error. It decides on what the SDK itself has
/// matched, so no spelling of a name gets past.
/// </summary>
internal sealed class ScopeFilter(
    Challenge challenge, IOptions<AuthenticationOptions> options, IHttpContextAccessor http) : ICallFilter
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
        if (primitive is not null)
        {
            Demand(KindOf(primitive), RequiresScopeAttribute.Of(primitive.Metadata), user);
        }
    }

    /// <param name="kind">What it is that needs a scope.</param>
    /// <param name="needed">The declared scope. Null: none is declared, and so none is enough.</param>
    /// <param name="user">The caller.</param>
    public void Demand(string kind, string? needed, ClaimsPrincipal? user)
    {
        var held = HeldBy(user);
        if (needed is not null && held.Contains(needed))
        {
            return;
        }

        var description = Describe(kind, needed);
        if (http.HttpContext?.Response is { HasStarted: false } response)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            response.Headers.WWWAuthenticate = challenge.InsufficientScope(needed, held, description);
        }

        throw new JsonRpcRefusal(JsonRpcRefusal.InsufficientScope, description)
        {
            Details = new() { ["error"] = "insufficient_scope", ["error_description"] = description },
        }.ToException();
    }

    private static string KindOf(IMcpServerPrimitive primitive) => primitive switch
    {
        McpServerResource => "resource",
        McpServerPrompt => "prompt",
        _ => "tool",
    };

    private static string Describe(string kind, string? needed) => needed is null
        ? $"This {kind} declares no scope, so no token is enough for it: whoever maintains the server has to mend that."
        : $"This {kind} needs the scope {needed}, which the token does not carry. " +
            "Either the client did not ask for it at login, " +
            "or the account has no role that grants it: then signing in again does not help, " +
            "and an administrator has to assign the role.";

    // One text with spaces (RFC 9068), or, from some issuers, a list. An object is neither, whatever stands in it.
    private string[] HeldBy(ClaimsPrincipal? user) =>
        [.. user?.FindAll(options.Value.ScopeClaim)
            .Where(claim => claim.ValueType == ClaimValueTypes.String)
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? []];
}
