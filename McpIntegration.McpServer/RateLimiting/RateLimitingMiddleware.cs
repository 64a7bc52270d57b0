using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using McpIntegration.McpServer.Redis;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// Charges 1 for every authenticated request to the protocol's endpoint, whatever becomes of it. Reads no body.
/// </summary>
internal sealed class RateLimitingMiddleware(
    RequestDelegate next, RedisGate gate, RedisRateLimiter limiter, RateLimitHeaders headers, RateLimitRefusal refusal)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!McpEndpoint.Includes(context) || context.User.Identity is not { IsAuthenticated: true })
        {
            await next(context);
            return;
        }

        gate.BeginRequest();
        var decision = await limiter.AcquireAsync(Caller.From(context.User), 1, context.RequestAborted);
        headers.Announce(context, decision);
        if (decision.Allowed)
        {
            await next(context);
            return;
        }

        await refusal.Of(decision).WriteAsync(context, StatusCodes.Status429TooManyRequests);
    }
}
