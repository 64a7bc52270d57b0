using System.Threading.RateLimiting;
using McpIntegration.McpServer.Protocol;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Lets a bounded number of protocol requests run at once, and a bounded number wait, on this replica; the next one is
/// told to come back. Without it a flood would slow everybody until all of them time out.
/// </summary>
internal sealed class OverloadMiddleware(RequestDelegate next, ConcurrencyLimiter limiter)
{
    private const string Seconds = "2";

    private static readonly JsonRpcRefusal Overloaded =
        new(JsonRpcRefusal.Unavailable, $"The server is busy. Try again in {Seconds} seconds.");

    public async Task InvokeAsync(HttpContext context)
    {
        if (!McpEndpoint.Includes(context))
        {
            await next(context);
            return;
        }

        using var lease = await limiter.AcquireAsync(permitCount: 1, context.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        context.Response.Headers.RetryAfter = Seconds;
        await Overloaded.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
    }
}
