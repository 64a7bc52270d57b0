using System.Globalization;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// The one place that writes the fields of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (08
/// to 11 share this syntax; an open proposal renames r and t). Seconds are rounded up: rounded down, a retry would come
/// too early.
/// </summary>
internal sealed class RateLimitHeaders(IOptions<RateLimitingOptions> options)
{
    public const string LimitField = "RateLimit";
    public const string PolicyField = "RateLimit-Policy";

    private readonly long _window = Seconds(options.Value.Window);

    private readonly string _policy =
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"default\";q={options.Value.Permits};w={Seconds(options.Value.Window)}");

    public static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    /// <summary>
    /// The answer will carry the fields of the latest decision. They are written as it starts, so that nothing that
    /// clears the headers before then can take them away.
    /// </summary>
    public void Announce(HttpContext context, RateLimitDecision decision)
    {
        if (context.Features.Get<Announcement>() is { } announced)
        {
            announced.Decision = decision;
            return;
        }

        var announcement = new Announcement { Decision = decision };
        context.Features.Set(announcement);
        context.Response.OnStarting(() =>
        {
            Write(context.Response.Headers, announcement.Decision);
            return Task.CompletedTask;
        });
    }

    public void Write(IHeaderDictionary headers, RateLimitDecision decision)
    {
        headers[PolicyField] = _policy;
        headers[LimitField] = string.Create(
            CultureInfo.InvariantCulture, $"\"default\";r={decision.Remaining};t={SecondsUntilReset(decision)}");
        if (!decision.Allowed)
        {
            headers.RetryAfter = Seconds(decision.RetryAfter).ToString(CultureInfo.InvariantCulture);
        }
    }

    // A permit is free a millisecond after its window; t never says more than the window that the policy names.
    private long SecondsUntilReset(RateLimitDecision decision) =>
        Math.Min(Seconds(decision.Reset), _window);

    private sealed class Announcement
    {
        public RateLimitDecision Decision { get; set; }
    }
}
