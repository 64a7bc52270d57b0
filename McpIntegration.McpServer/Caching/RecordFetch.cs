using System.Net;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// One question to the internal API, and what its outcome means for the cache: how long and where the record is kept,
/// and whether a stale one may stand in.
/// </summary>
internal sealed class RecordFetch(IOptions<CachingOptions> options, TimeProvider time)
{
    private readonly TimeSpan _grace = options.Value.Grace;

    /// <summary>408 and 429 say when, not what; a failure below HTTP has no status.</summary>
    public static bool IsAnswer(HttpRequestException failure) => failure.StatusCode is
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    public async Task<StoredRecord<T>> FetchAsync<T>(
        FusionCacheFactoryExecutionContext<StoredRecord<T>> entry,
        Func<CancellationToken, Task<Lookup<T>>> upstream,
        CancellationToken cancellationToken)
    {
        var found = await AskAsync(entry, upstream, cancellationToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(found.Lifetime, RecordCache.LongestLifetime);

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
}
