using McpIntegration.McpServer.Authentication;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// Charges what a tool costs beyond the 1 that its request has already paid, in a second round trip, and only where there is
/// more to pay. When that is refused the 1 stays charged: the request was made.
/// </summary>
internal sealed class ToolCostFilter(
    RedisRateLimiter limiter,
    RateLimitHeaders headers,
    RateLimitRefusal refusal,
    IHttpContextAccessor accessor,
    IOptions<RateLimitingOptions> options)
{
    public McpRequestHandler<CallToolRequestParams, CallToolResult> Apply(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (context, cancellationToken) =>
        {
            // No name is one that the SDK answers itself, like an unknown tool.
            if (context.Params?.Name is { } tool && options.Value.Costs.TryGetValue(tool, out var cost) && cost > 1)
            {
                await ChargeAsync(cost - 1, cancellationToken);
            }

            return await next(context, cancellationToken);
        };

    private async Task ChargeAsync(int cost, CancellationToken cancellationToken)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("A tool call arrived outside an HTTP request.");
        var decision = await limiter.AcquireAsync(Caller.From(http.User), cost, cancellationToken);
        if (!http.Response.HasStarted)
        {
            headers.Announce(http, decision);
        }

        if (decision.Allowed)
        {
            return;
        }

        if (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        throw refusal.ToException(decision);
    }
}
