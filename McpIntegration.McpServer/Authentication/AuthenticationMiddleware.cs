using McpIntegration.McpServer.Edge;
using McpIntegration.McpServer.Protocol;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Challenges every request under the protocol's endpoint that brings no valid token, whatever its verb: routing's own
/// answers to wrong verbs and content types carry no authorization metadata, so this is a step and not a policy.
/// </summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next,
    Challenge challenge,
    IssuerKeys issuer,
    AccessTokenValidator tokens,
    DeniedCallers denied,
    TokenRejection rejection)
{
    private static readonly HttpError Malformed =
        new("invalid_request",
            "The Authorization header is malformed: send exactly one, in the form \"Bearer <token>\".");

    private static readonly HttpError Unauthorized =
        new("unauthorized", "A bearer token is required. WWW-Authenticate says where to get one.");

    private static readonly JsonRpcRefusal NoKeys = new(JsonRpcRefusal.Unavailable,
        "The issuer's keys have not been read yet, so no token can be checked. Try again in a few seconds.");

    private static readonly JsonRpcRefusal KeyNotLookedUp = new(JsonRpcRefusal.Unavailable,
        "The key that the token names could not be looked up at the issuer. Try again in a second.");

    public Task InvokeAsync(HttpContext context)
    {
        if (!McpEndpoint.Includes(context))
        {
            return next(context);
        }

        return AuthorizationHeader.Read(context.Request.Headers.Authorization, out var token) switch
        {
            BearerToken.Present when issuer.Current is not null => AuthenticateAsync(context, token),
            BearerToken.Present => RefuseForNowAsync(context, NoKeys, "5"),
            BearerToken.Absent =>
                Unauthorized.WriteAsync(context, StatusCodes.Status401Unauthorized, challenge.Unauthorized),
            _ => Malformed.WriteAsync(context, StatusCodes.Status400BadRequest),
        };
    }

    // Never 401, which would send an honest client to log in again, and never open.
    private static Task RefuseForNowAsync(HttpContext context, JsonRpcRefusal refusal, string seconds)
    {
        context.Response.Headers.RetryAfter = seconds;
        return refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
    }

    private async Task AuthenticateAsync(HttpContext context, ReadOnlyMemory<char> token)
    {
        var result = await tokens.ValidateAsync(token, context.RequestAborted);
        if (result.Principal is { } principal && !denied.Contains(principal))
        {
            context.User = principal;
            await next(context);
        }
        else if (result.IsUndecided)
        {
            await RefuseForNowAsync(context, KeyNotLookedUp, "1");
        }
        else
        {
            await rejection.WriteAsync(context, result.Failure);
        }
    }
}
