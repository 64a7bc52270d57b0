using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// The same exact sliding window over what this replica alone has granted. It is kept beside Redis at all times, so
/// that an outage does not begin with a full allowance for everybody.
/// </summary>
internal sealed class MemoryRateLimiter(IOptions<RateLimitingOptions> options, TimeProvider time)
{
    /// <summary>
    /// Bytes that all callers together may take: 200,000 with a grant or two, or 35,000 at a full limit of 100. Beyond
    /// that those seen longest ago begin anew. Nobody can bring that about for himself by other names: each needs a
    /// token of the issuer's, and Redis, while it answers, forgets nobody.
    /// </summary>
    public const long MemoryLimit = 64 * 1_024 * 1_024;

    /// <summary>
    /// Milliseconds: ten times what an operation may take, so beyond that this process slept, once.
    /// </summary>
    private const long LongestAnswer = 1_000;

    private readonly int _permits = options.Value.Permits;
    private readonly long _windowMs = (long)options.Value.Window.TotalMilliseconds;
    private readonly long _origin = time.GetTimestamp();
    private readonly RecentGrants _callers = new(MemoryLimit);
    private long _slowest;

    /// <summary>Milliseconds on a clock that never steps back, unlike the time of day.</summary>
    public long Now => (long)time.GetElapsedTime(_origin).TotalMilliseconds;

    /// <summary>Takes the permits if they fit.</summary>
    public RateLimitDecision Acquire(string caller, int cost) => Decide(caller, cost, take: true);

    /// <summary>Whether the permits would fit, taking none.</summary>
    public RateLimitDecision Look(string caller, int cost) => Decide(caller, cost, take: false);

    /// <summary>
    /// Records what Redis granted. The time is the one before Redis was asked: a later one would hold the permits
    /// longer here than Redis does, and refuse what the caller was told would fit. Redis may hold them until the time
    /// at which it answered, so whoever is refused here is told the slowest answer's time more.
    /// </summary>
    public void Record(string caller, int cost, long askedAt)
    {
        RememberIfSlowest(Math.Min(Now - askedAt, LongestAnswer));
        var grants = _callers.Of(caller);
        lock (grants)
        {
            var at = grants.Count;
            while (at > 0 && grants[at - 1] > askedAt)
            {
                at--;
            }

            _callers.Weigh(cost);
            grants.InsertRange(at, Enumerable.Repeat(askedAt, cost));
        }
    }

    private RateLimitDecision Decide(string caller, int cost, bool take)
    {
        var grants = _callers.Of(caller);
        lock (grants)
        {
            var now = Now;
            Free(grants, now);
            var left = _permits - grants.Count;
            if (cost > left)
            {
                var late = Interlocked.Read(ref _slowest);
                return new(
                    false,
                    Math.Max(0, left),
                    UntilFree(grants[0] + late, now),
                    UntilFree(grants[cost - left - 1] + late, now));
            }

            if (take)
            {
                _callers.Weigh(cost);
                grants.AddRange(Enumerable.Repeat(now, cost));
                left -= cost;
            }

            return new(true, left, grants.Count == 0 ? TimeSpan.Zero : UntilFree(grants[0], now), TimeSpan.Zero);
        }
    }

    // Every request of every caller comes here, and hardly one is the slowest so far: so none waits for another.
    private void RememberIfSlowest(long answer)
    {
        var slowest = Interlocked.Read(ref _slowest);
        while (answer > slowest)
        {
            var before = Interlocked.CompareExchange(ref _slowest, answer, slowest);
            slowest = before == slowest ? answer : before;
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
}
