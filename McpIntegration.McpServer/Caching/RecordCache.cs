using System.Collections.Concurrent;
using McpIntegration.McpServer.Authentication;
using ZiggyCreatures.Caching.Fusion;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Records of the internal API per caller, tool and canonical arguments: from memory, then from Redis, then by one call
/// for all who ask at once. What the caller may see of a record is decided after it, on every call.
/// </summary>
internal sealed class RecordCache(
    IFusionCache cache, RecordKeys keys, CacheEpochs epochs, RecordFetch fetch, TimeProvider time)
{
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(15);

    private static readonly FusionCacheEntryOptions MemoryOnly =
        new() { SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true };

    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>
    /// The record, or what <paramref name="upstream"/> throws where not even a stale one is left. A caller that leaves
    /// ends only its own waiting: <paramref name="upstream"/> is called with a token of its own, which the last one to
    /// leave cancels.
    /// </summary>
    public async ValueTask<CachedRecord<T>> GetAsync<T>(
        Caller caller,
        string tool,
        string canonicalArguments,
        Func<CancellationToken, Task<Lookup<T>>> upstream,
        CancellationToken cancellationToken)
    {
        var key = await keys.OfAsync(caller, tool, canonicalArguments, cancellationToken);
        var held = await cache.TryGetAsync<StoredRecord<T>>(key, MemoryOnly, cancellationToken);
        if (held.HasValue)
        {
            return Describe(held.Value, fetched: false);
        }

        var flight = Board(key, upstream);
        try
        {
            var (record, fetched) = await flight.WaitAsync<(StoredRecord<T>, bool)>(cancellationToken);
            return Describe(record, fetched);
        }
        finally
        {
            flight.Leave();
        }
    }

    /// <summary>No record of this caller is served any more: at once here, within 5 s on every replica.</summary>
    public Task DropCallerAsync(Caller caller, CancellationToken cancellationToken) =>
        epochs.RenewAsync(RecordKeys.ScopeOf(caller), cancellationToken);

    /// <summary>As <see cref="DropCallerAsync"/>, for the records of one tool.</summary>
    public Task DropToolAsync(string tool, CancellationToken cancellationToken) =>
        epochs.RenewAsync(RecordKeys.ScopeOf(tool), cancellationToken);

    private Flight Board<T>(string key, Func<CancellationToken, Task<Lookup<T>>> upstream)
    {
        while (true)
        {
            var flight = _flights.GetOrAdd(
                key,
                static (key, start) => new Flight(
                    new CancellationTokenSource(),
                    (flight, abandoned) => start.Self.FlyAsync(key, flight, start.Upstream, abandoned)),
                (Self: this, Upstream: upstream));
            if (flight.TryBoard())
            {
                return flight;
            }

            // Abandoned and not down yet: it is waited for by nobody.
            _flights.TryRemove(new(key, flight));
        }
    }

    /// <summary>
    /// One look-up for all who miss together, and one failure: left to itself, the cache lets each waiter repeat a
    /// failed call in turn, and a first caller who leaves costs a second call.
    /// </summary>
    private async Task<(StoredRecord<T> Record, bool Fetched)> FlyAsync<T>(
        string key,
        Flight flight,
        Func<CancellationToken, Task<Lookup<T>>> upstream,
        CancellationToken abandoned)
    {
        var fetched = false;
        try
        {
            var record = await cache.GetOrSetAsync<StoredRecord<T>>(
                key,
                async (entry, cancellationToken) =>
                {
                    var stored = await fetch.FetchAsync(entry, upstream, cancellationToken);
                    fetched = true;
                    return stored;
                },
                token: abandoned);
            return (record, fetched);
        }
        catch (HttpRequestException e) when (RecordFetch.IsAnswer(e))
        {
            await cache.RemoveAsync(key, token: CancellationToken.None);
            throw;
        }
        finally
        {
            _flights.TryRemove(new(key, flight));
        }
    }

    private CachedRecord<T> Describe<T>(StoredRecord<T> record, bool fetched)
    {
        var now = time.GetUtcNow();
        var status = fetched ? CacheStatus.Miss : record.FreshUntil > now ? CacheStatus.Hit : CacheStatus.Stale;
        return new(record.Value, status, now > record.StoredAt ? now - record.StoredAt : TimeSpan.Zero)
        {
            StoredAt = record.StoredAt,
            Form = record.Form,
        };
    }
}
