using Microsoft.Extensions.Caching.Memory;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// A scope (one caller, or one tool) has an epoch, which is part of the key of each of its records. To drop all of them
/// is to begin a new epoch: the old records can then be found by nobody, not even as stale ones, and run out by
/// themselves.
/// </summary>
internal sealed class CacheEpochs(SharedEpochs shared, TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long another replica may go on with an epoch that was ended elsewhere; the promise is 5 s.
    /// </summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(4);

    /// <summary>Bytes that all known epochs may take.</summary>
    public const long MemoryLimit = MaxScopes * BytesPerScope;

    /// <summary>More scopes than that are asked for in Redis again.</summary>
    private const int MaxScopes = 50_000;

    /// <summary>Key, epoch and the entry around them, rounded up.</summary>
    private const long BytesPerScope = 512;

    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(250);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxScopes });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _change = new();

    public ValueTask<long> GetAsync(string scope, CancellationToken cancellationToken)
    {
        var known = _known.Get<KnownEpoch>(scope);
        return known is not null && IsTrusted(known)
            ? new(known.Marker.Value)
            : ReadAsync(scope, known, cancellationToken);
    }

    /// <summary>
    /// Holds at once here and within 5 s on every replica; while Redis is silent, from when it answers again.
    /// </summary>
    public async Task RenewAsync(string scope, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_change)
        {
            Begin(scope);
        }

        await CarryThroughAsync(scope);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _known.Dispose();
    }

    private bool IsTrusted(KnownEpoch known) => known.Origin switch
    {
        EpochOrigin.Begun => true,
        EpochOrigin.Shared => time.GetElapsedTime(known.ReadAt) < Trust,
        _ => false,
    };

    private EpochMarker Known(string scope) => _known.Get<KnownEpoch>(scope)?.Marker ?? default;

    private async ValueTask<long> ReadAsync(string scope, KnownEpoch? known, CancellationToken cancellationToken)
    {
        var (answered, read) = await shared.ReadAsync(scope, cancellationToken);
        if (read is { } standing && known is not null && shared.IsNewer(known.Marker, standing))
        {
            // Redis was emptied, or somebody put an older epoch back: the newer one holds, here and for replicas that
            // do not know it.
            _ = shared.PutBackAsync(scope, known.Marker, _stop.Token);
            read = known.Marker;
        }

        lock (_change)
        {
            // What was renewed while Redis was being asked is newer than its answer.
            var current = _known.Get<KnownEpoch>(scope);
            if (current is not null && !ReferenceEquals(current, known))
            {
                return current.Marker.Value;
            }

            if (!answered || read is not null)
            {
                return Keep(scope, read, known);
            }

            // What no replica wrote may stand in a drop's place. A new epoch is right whatever stood there.
            _ = Task.Run(() => CarryThroughAsync(scope), CancellationToken.None);
            return Begin(scope);
        }
    }

    private long Keep(string scope, EpochMarker? read, KnownEpoch? known) => (read, known) switch
    {
        ({ } marker, _) => Keep(scope, marker, EpochOrigin.Shared),
        (null, { Origin: EpochOrigin.Guessed }) => known.Marker.Value,
        (null, not null) => Keep(scope, known.Marker, known.Origin),

        // Unknown is not "never dropped": a guess costs a look-up, a wrong zero could bring dropped records back.
        _ => Keep(scope, EpochMarker.Guess(), EpochOrigin.Guessed),
    };

    private long Begin(string scope) =>
        Keep(scope, EpochMarker.After(Known(scope), time.GetUtcNow()), EpochOrigin.Begun);

    /// <summary>Once begun, whatever becomes of the request: a caller that leaves does not take a drop back.</summary>
    private async Task CarryThroughAsync(string scope)
    {
        if (!await TryShareAsync(scope) && shared.IsThere)
        {
            _ = Task.Run(() => RepeatAsync(scope), CancellationToken.None);
        }
    }

    /// <summary>Shares an epoch that nobody had before, never the one begun earlier and never a counter.</summary>
    private async Task<bool> TryShareAsync(string scope)
    {
        var begun = await shared.BeginAsync(scope, Known(scope), _stop.Token);
        if (begun is { } marker)
        {
            lock (_change)
            {
                Keep(scope, marker, EpochOrigin.Shared);
            }
        }

        return begun is not null;
    }

    private async Task RepeatAsync(string scope)
    {
        do
        {
            await Task.Delay(RepeatInterval, _stop.Token);
        }
        while (!await TryShareAsync(scope));
    }

    private long Keep(string scope, EpochMarker marker, EpochOrigin origin)
    {
        _known.Set(
            scope,
            new KnownEpoch(marker, time.GetTimestamp(), origin),
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = SharedEpochs.Remembered });
        return marker.Value;
    }
}
