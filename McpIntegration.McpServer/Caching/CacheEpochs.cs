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
        var known = _known.Get<Epoch>(scope);
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
            Keep(scope, EpochMarker.After(Known(scope), time.GetUtcNow()), Origin.Begun);
        }

        // Begun, it is carried through: a caller that leaves does not take the drop back.
        if (!await TryShareAsync(scope) && shared.IsThere)
        {
            _ = Task.Run(() => RepeatAsync(scope), CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _known.Dispose();
    }

    private bool IsTrusted(Epoch known) => known.Origin switch
    {
        Origin.Begun => true,
        Origin.Shared => time.GetElapsedTime(known.ReadAt) < Trust,
        _ => false,
    };

    private EpochMarker Known(string scope) => _known.Get<Epoch>(scope)?.Marker ?? default;

    private async ValueTask<long> ReadAsync(string scope, Epoch? known, CancellationToken cancellationToken)
    {
        var read = await shared.ReadAsync(scope, cancellationToken);
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
            var current = _known.Get<Epoch>(scope);
            return current is null || ReferenceEquals(current, known)
                ? Keep(scope, read, known)
                : current.Marker.Value;
        }
    }

    private long Keep(string scope, EpochMarker? read, Epoch? known) => (read, known) switch
    {
        ({ } marker, _) => Keep(scope, marker, Origin.Shared),
        (null, { Origin: Origin.Guessed }) => known.Marker.Value,
        (null, not null) => Keep(scope, known.Marker, known.Origin),

        // Unknown is not "never dropped": a guess costs a look-up, a wrong zero could bring dropped records back.
        _ => Keep(scope, EpochMarker.Guess(), Origin.Guessed),
    };

    /// <summary>Shares an epoch that nobody had before, never the one begun earlier and never a counter.</summary>
    private async Task<bool> TryShareAsync(string scope)
    {
        var begun = await shared.BeginAsync(scope, Known(scope), _stop.Token);
        if (begun is { } marker)
        {
            lock (_change)
            {
                Keep(scope, marker, Origin.Shared);
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

    private long Keep(string scope, EpochMarker marker, Origin origin)
    {
        _known.Set(
            scope,
            new Epoch(marker, time.GetTimestamp(), origin),
            new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = SharedEpochs.Remembered });
        return marker.Value;
    }

    private enum Origin
    {
        /// <summary>As Redis has it.</summary>
        Shared,

        /// <summary>Begun here and not in Redis yet: what stands there is older.</summary>
        Begun,

        /// <summary>Taken because Redis could not be asked; asked again each time.</summary>
        Guessed,
    }

    private sealed record Epoch(EpochMarker Marker, long ReadAt, Origin Origin);
}
