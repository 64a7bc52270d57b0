using McpIntegration.McpServer.RateLimiting;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>
/// The limit by its definition and by nothing clever: at most so many permits in any window, all times in milliseconds.
/// It keeps every grant for ever and finds the retry by trying each millisecond at which something frees.
/// </summary>
internal sealed class WindowModel(int permits, long window)
{
    private readonly List<long> _grants = [];

    public RateLimitDecision Acquire(long now, int cost)
    {
        var allowed = Used(now) + cost <= permits;
        var retryAfter =
            allowed ? 0 : _grants.Select(FreedAt).Order().First(freed => Used(freed) + cost <= permits) - now;
        if (allowed)
        {
            _grants.AddRange(Enumerable.Repeat(now, cost));
        }

        var reset = Used(now) == 0 ? 0 : _grants.Where(grant => IsIn(grant, now)).Min(FreedAt) - now;
        return new(
            allowed, permits - Used(now), TimeSpan.FromMilliseconds(reset), TimeSpan.FromMilliseconds(retryAfter));
    }

    private int Used(long now) => _grants.Count(grant => IsIn(grant, now));

    /// <summary>Both ends belong to the window: a grant counts until a whole window has passed.</summary>
    private bool IsIn(long grant, long now) => grant >= now - window;

    private long FreedAt(long grant) => grant + window + 1;
}
