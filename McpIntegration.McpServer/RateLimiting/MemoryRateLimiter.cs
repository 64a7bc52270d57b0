using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// The same exact sliding window over what this replica alone has granted. It is kept beside Redis at all times, so
/// that an outage does not begin with a full allowance for everybody.
/// </summary>
internal sealed class MemoryRateLimiter(IOptions<RateLimitingOptions> options, TimeProvider time) : IDisposable
{
    private const int MaxCallers = 50_000;

    private readonly int _permits = options.Value.Permits;
    private readonly TimeSpan _window = options.Value.Window;
    private readonly long _windowMs = (long)options.Value.Window.TotalMilliseconds;
    private readonly long _origin = time.GetTimestamp();
    private readonly MemoryCache _callers = new(new MemoryCacheOptions { SizeLimit = MaxCallers });
    private readonly Lock _creation = new();

    /// <summary>Milliseconds on a clock that never steps back, unlike the time of day.</summary>
    public long Now => (long)time.GetElapsedTime(_origin).TotalMilliseconds;

    /// <summary>Takes the permits if they fit.</summary>
    public RateLimitDecision Acquire(string caller, int cost) => Decide(caller, cost, take: true);

    /// <summary>Whether the permits would fit, taking none.</summary>
    public RateLimitDecision Look(string caller, int cost) => Decide(caller, cost, take: false);

    /// <summary>
    /// Records what Redis granted. The time is the one before Redis was asked: a later one would hold the permits
    /// longer here than Redis does, and refuse what the caller was told would fit.
    /// </summary>
    public void Record(string caller, int cost, long askedAt)
    {
        var grants = GrantsOf(caller);
        lock (grants)
        {
            var at = grants.Count;
            while (at > 0 && grants[at - 1] > askedAt)
            {
                at--;
            }

            grants.InsertRange(at, Enumerable.Repeat(askedAt, cost));
        }
    }

    public void Dispose() => _callers.Dispose();

    private RateLimitDecision Decide(string caller, int cost, bool take)
    {
        var grants = GrantsOf(caller);
        lock (grants)
        {
            var now = Now;
            Free(grants, now);
            var left = _permits - grants.Count;
            if (cost > left)
            {
                return new(
                    false, Math.Max(0, left), UntilFree(grants[0], now), UntilFree(grants[cost - left - 1], now));
            }

            if (take)
            {
                grants.AddRange(Enumerable.Repeat(now, cost));
                left -= cost;
            }

            return new(true, left, grants.Count == 0 ? TimeSpan.Zero : UntilFree(grants[0], now), TimeSpan.Zero);
        }
    }

    private void Free(List<long> grants, long now)
    {
        var free = 0;
        while (free < grants.Count && grants[free] < now - _windowMs)
        {
            free++;
        }

        grants.RemoveRange(0, free);
    }

    private TimeSpan UntilFree(long granted, long now) => TimeSpan.FromMilliseconds(granted + _windowMs + 1 - now);

    /// <summary>
    /// One list per caller, oldest grant first. Created under a lock, or two first requests at once would have a list
    /// each.
    /// </summary>
    private List<long> GrantsOf(string caller)
    {
        if (_callers.TryGetValue(caller, out List<long>? known) && known is not null)
        {
            return known;
        }

        lock (_creation)
        {
            if (_callers.TryGetValue(caller, out known) && known is not null)
            {
                return known;
            }

            var entry = new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = _window * 2 };
            return _callers.Set(caller, new List<long>(), entry);
        }
    }
}
