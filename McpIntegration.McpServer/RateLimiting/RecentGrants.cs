namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// The grant times of the callers seen last, within a bound of memory. Two generations: the young one takes every
/// caller that is looked at, and when it weighs half the bound it becomes the old one, whose callers, not seen since,
/// are forgotten. Unlike in a <c>MemoryCache</c>, which turns newcomers away while it is full, whoever comes is kept.
/// </summary>
internal sealed class RecentGrants(long memoryLimit)
{
    /// <summary>Key, list and their places in a generation, rounded up.</summary>
    public const int BytesPerCaller = 320;

    /// <summary>A time, and as much again for the room that a list keeps.</summary>
    private const int BytesPerGrant = 2 * sizeof(long);

    private readonly Lock _change = new();
    private Dictionary<string, List<long>> _young = [];
    private Dictionary<string, List<long>> _old = [];
    private long _weight;

    /// <summary>One list per caller, oldest grant first. Locked by whoever uses it.</summary>
    public List<long> Of(string caller)
    {
        lock (_change)
        {
            if (_young.TryGetValue(caller, out var grants))
            {
                return grants;
            }

            grants = _old.Remove(caller, out var known) ? known : [];
            Add(BytesPerCaller + (grants.Count * BytesPerGrant));
            return _young[caller] = grants;
        }
    }

    /// <summary>
    /// So many grants are about to be added to a list. What frees again is not taken off: it ages the generation a
    /// little sooner.
    /// </summary>
    public void Weigh(int grants)
    {
        lock (_change)
        {
            Add(grants * BytesPerGrant);
        }
    }

    private void Add(int bytes)
    {
        _weight += bytes;
        if (_weight > memoryLimit / 2)
        {
            _old = _young;
            _young = [];
            _weight = bytes;
        }
    }
}
