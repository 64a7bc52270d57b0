using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Redis;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// Charges 1 for every authenticated request to the protocol's endpoint, whatever becomes of it. Reads no body.
/// </summary>
internal sealed class RateLimitingMiddleware(
    RequestDelegate next, RedisGate gate, RedisRateLimiter limiter, RateLimitHeaders headers, RateLimitRefusal refusal)
{
    private const string Endpoint = "/mcp";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Endpoint) || context.User.Identity is not { IsAuthenticated: true })
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

        var body = refusal.ToJson(decision);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
