using System.Security.Cryptography;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// A scope (one caller, or one tool) has an epoch, which is part of the key of each of its records. To drop all of them
/// is to begin a new epoch: the old records can then be found by nobody, not even as stale ones, and run out by
/// themselves.
/// </summary>
internal sealed class CacheEpochs(RedisGate gate, TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long another replica may go on with an epoch that was ended elsewhere; the promise is 5 s.
    /// </summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(4);

    /// <summary>An epoch may be forgotten when all that was stored before it has run out.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private const string KeyPrefix = "mcp:epoch:1:";
    private const int MaxScopes = 100_000;
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(250);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxScopes });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _change = new();

    public ValueTask<long> GetAsync(string scope, CancellationToken cancellationToken)
    {
        var known = _known.Get<Epoch>(scope);
        return known is not null && IsTrusted(known) ? new(known.Value) : ReadAsync(scope, known, cancellationToken);
    }

    /// <summary>
    /// Holds at once here and within 5 s on every replica; while Redis is silent, from when it answers again.
    /// </summary>
    public async Task RenewAsync(string scope, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_change)
        {
            Keep(scope, new(NewEpoch(), time.GetTimestamp(), Origin.Begun));
        }

        // Begun, it is carried through: a caller that leaves does not take the drop back.
        if (!await TryShareAsync(scope) && gate.State != RedisState.Absent)
        {
            _ = Task.Run(() => RepeatAsync(scope), CancellationToken.None);
        }
    }

    /// <summary>
    /// As <see cref="RenewAsync"/>, for a process that holds no records itself: within 5 s on every replica.
    /// </summary>
    public static Task BeginAsync(IDatabase database, string scope) => WriteAsync(database, scope, NewEpoch());

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

    private async ValueTask<long> ReadAsync(string scope, Epoch? known, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var answer = await gate.TryAsync(database => database.StringGetAsync(KeyPrefix + scope), cancellationToken);
        var answered = answer.Answered && (answer.Value.IsNull || answer.Value.TryParse(out long _));
        if (!answered && known?.Origin == Origin.Guessed)
        {
            return known.Value;
        }

        // Unknown is not "never dropped": a guess costs a look-up, a wrong zero could bring dropped records back.
        var read = answered ? new Epoch((long)answer.Value, readAt, Origin.Shared)
            : known is null ? new(NewEpoch(), readAt, Origin.Guessed)
            : known with { ReadAt = readAt };
        lock (_change)
        {
            // What was renewed while Redis was being asked is newer than its answer.
            var current = _known.Get<Epoch>(scope);
            return ReferenceEquals(current, known) || current is null ? Keep(scope, read) : current.Value;
        }
    }

    /// <summary>
    /// Shares an epoch that nobody had before, never the one begun earlier and never a counter: whatever the order in
    /// which replicas write, every record stored before is out of reach.
    /// </summary>
    private async Task<bool> TryShareAsync(string scope)
    {
        var value = NewEpoch();
        var answer = await gate.TryInBackgroundAsync(database => WriteAsync(database, scope, value), _stop.Token);
        if (answer.Answered)
        {
            lock (_change)
            {
                Keep(scope, new(value, time.GetTimestamp(), Origin.Shared));
            }
        }

        return answer.Answered;
    }

    private async Task RepeatAsync(string scope)
    {
        do
        {
            await Task.Delay(RepeatInterval, _stop.Token);
        }
        while (!await TryShareAsync(scope));
    }

    private long Keep(string scope, Epoch epoch)
    {
        _known.Set(scope, epoch, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembered });
        return epoch.Value;
    }

    private static Task<bool> WriteAsync(IDatabase database, string scope, long epoch) =>
        database.StringSetAsync(KeyPrefix + scope, epoch, Remembered);

    private static long NewEpoch() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private enum Origin
    {
        /// <summary>As Redis has it.</summary>
        Shared,

        /// <summary>Begun here and not in Redis yet: what stands there is older.</summary>
        Begun,

        /// <summary>Taken because Redis could not be asked; asked again each time.</summary>
        Guessed,
    }

    private sealed record Epoch(long Value, long ReadAt, Origin Origin);
}
