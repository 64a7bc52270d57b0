using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// What a refused caller is told: the same words from the limiter, which answers itself, and from a tool's cost, for
/// which the SDK does.
/// </summary>
internal sealed class RateLimitRefusal(IOptions<RateLimitingOptions> options)
{
    private readonly string _limit =
        $"{options.Value.Permits} requests per {RateLimitHeaders.Seconds(options.Value.Window)} seconds";

    public JsonRpcRefusal Of(RateLimitDecision decision)
    {
        var seconds = RateLimitHeaders.Seconds(decision.RetryAfter);
        return new(
            JsonRpcRefusal.RateLimited,
            $"Rate limit reached ({_limit}). Wait {seconds} seconds, then send the same request again.")
        {
            Details = new()
            {
                ["error"] = "rate_limit_exceeded",
                ["error_description"] = $"The limit of {_limit} leaves too little for this request.",
                ["retry_after"] = seconds,
            },
        };
    }
}
