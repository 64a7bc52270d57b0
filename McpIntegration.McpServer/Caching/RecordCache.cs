using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using McpIntegration.McpServer.Authentication;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// Records of the internal API per caller, tool and canonical arguments: from memory, then from Redis, then by one call
/// for all who ask at once. What the caller may see of a record is decided after it, on every call.
/// </summary>
internal sealed class RecordCache(
    IFusionCache cache, CacheEpochs epochs, IOptions<CachingOptions> options, TimeProvider time)
{
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Raised whenever the shape of any stored record changes, so that replicas of both versions can run side by side.
    /// </summary>
    private const string FormatVersion = "1";

    private static readonly FusionCacheEntryOptions MemoryOnly =
        new() { SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true };

    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly TimeSpan _grace = options.Value.Grace;

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
        var key = await KeyAsync(caller, tool, canonicalArguments, cancellationToken);
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
        epochs.RenewAsync(ScopeOf(caller), cancellationToken);

    /// <summary>As <see cref="DropCallerAsync"/>, for the records of one tool.</summary>
    public Task DropToolAsync(string tool, CancellationToken cancellationToken) =>
        epochs.RenewAsync(ScopeOf(tool), cancellationToken);

    /// <summary>The scope of a caller's records in <see cref="CacheEpochs"/>.</summary>
    public static string ScopeOf(Caller caller) => "caller:" + caller.Digest;

    /// <summary>The scope of a tool's records.</summary>
    public static string ScopeOf(string tool) => "tool:" + tool;

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

    private async ValueTask<string> KeyAsync(
        Caller caller, string tool, string canonicalArguments, CancellationToken cancellationToken)
    {
        // Both are asked before either is awaited: one wait, not two.
        var callerEpoch = epochs.GetAsync(ScopeOf(caller), cancellationToken);
        var toolEpoch = epochs.GetAsync(ScopeOf(tool), cancellationToken);
        return CacheDigest.Of(
            FormatVersion,
            caller.Key,
            (await callerEpoch).ToString(CultureInfo.InvariantCulture),
            tool,
            (await toolEpoch).ToString(CultureInfo.InvariantCulture),
            canonicalArguments);
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
                    var stored = await FetchAsync(entry, upstream, cancellationToken);
                    fetched = true;
                    return stored;
                },
                token: abandoned);
            return (record, fetched);
        }
        catch (HttpRequestException e) when (IsAnswer(e))
        {
            await cache.RemoveAsync(key, token: CancellationToken.None);
            throw;
        }
        finally
        {
            _flights.TryRemove(new(key, flight));
        }
    }

    private async Task<StoredRecord<T>> FetchAsync<T>(
        FusionCacheFactoryExecutionContext<StoredRecord<T>> entry,
        Func<CancellationToken, Task<Lookup<T>>> upstream,
        CancellationToken cancellationToken)
    {
        var found = await AskAsync(entry, upstream, cancellationToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(found.Lifetime, LongestLifetime);

        // Both durations count from the write.
        entry.Options.Duration = found.Lifetime;
        entry.Options.FailSafeMaxDuration = found.MayGoStale ? found.Lifetime + _grace : found.Lifetime;
        entry.Options.DistributedCacheFailSafeMaxDuration = entry.Options.FailSafeMaxDuration;
        var size = RecordSize.Of(found.Value);
        entry.Options.Size = RecordSize.InMemory(size);
        entry.Options.SkipMemoryCacheWrite = entry.Options.SkipDistributedCacheWrite = size > RecordSize.Largest;
        var now = time.GetUtcNow();
        return new(found.Value, now, now + found.Lifetime);
    }

    /// <summary>
    /// A cancellation of a flight that is not abandoned is the call's own timeout: a failure like others, for which a
    /// stale record may stand in. A refusal is no failure but the newest answer: what the API gave before is not served
    /// against its word. Nor is abandoning one: whoever asks next asks the API.
    /// </summary>
    private static async Task<Lookup<T>> AskAsync<T>(
        FusionCacheFactoryExecutionContext<StoredRecord<T>> entry,
        Func<CancellationToken, Task<Lookup<T>>> upstream,
        CancellationToken cancellationToken)
    {
        try
        {
            return await upstream(cancellationToken);
        }
        catch when (cancellationToken.IsCancellationRequested)
        {
            entry.Options.IsFailSafeEnabled = false;
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("The internal API did not answer in time.", e);
        }
        catch (HttpRequestException e) when (IsAnswer(e))
        {
            entry.Options.IsFailSafeEnabled = false;
            throw;
        }
    }

    /// <summary>408 and 429 say when, not what; a failure below HTTP has no status.</summary>
    private static bool IsAnswer(HttpRequestException failure) => failure.StatusCode is
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

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
