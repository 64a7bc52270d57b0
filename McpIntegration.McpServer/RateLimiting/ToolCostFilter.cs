using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// Charges what a tool costs beyond the 1 that its request has already paid, in a second round trip, and only where
/// there is more to pay. When that is refused the 1 stays charged: the request was made.
/// </summary>
internal sealed class ToolCostFilter(
    RedisRateLimiter limiter,
    RateLimitHeaders headers,
    RateLimitRefusal refusal,
    IHttpContextAccessor accessor,
    IOptions<RateLimitingOptions> options)
    : ICallFilter
{
    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        // No match: no such tool, which the SDK answers with -32602.
        if (call.MatchedPrimitive is { } tool && options.Value.Costs.TryGetValue(tool.Id, out var cost) && cost > 1)
        {
            await ChargeAsync(cost - 1, cancellationToken);
        }

        return await next(call, cancellationToken);
    }

    private async Task ChargeAsync(int cost, CancellationToken cancellationToken)
    {
        var http = accessor.HttpContext
            ?? throw new InvalidOperationException("A tool call arrived outside an HTTP request.");
        var decision = await limiter.AcquireAsync(Caller.From(http.User), cost, cancellationToken);
        if (!http.Response.HasStarted)
        {
            headers.Announce(http, decision);
            http.Response.StatusCode = decision.Allowed
                ? http.Response.StatusCode
                : StatusCodes.Status429TooManyRequests;
        }

        if (!decision.Allowed)
        {
            throw refusal.Of(decision).ToException();
        }
    }
}
