using System.Diagnostics;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// What is known of Redis. Every change of it happens under one lock, so that each is said exactly once.
/// </summary>
internal sealed partial class RedisAvailability(RedisState initial, ILogger<RedisGate> logger) : IDisposable
{
    /// <summary>
    /// A refusal is over when a write was accepted and nothing was refused for this long: one line per change, not per
    /// command.
    /// </summary>
    private static readonly TimeSpan RefusalHold = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _trouble = new(0);
    private readonly Lock _change = new();
    private long _refusedAt;
    private bool _disposed;
    private volatile RedisOpening? _current;
    private volatile RedisState _state = initial;

    public RedisState State => _state;

    /// <summary>Null while closed: nobody waits then.</summary>
    public RedisOpening? Current => _current;

    /// <summary>Ends when Redis has failed since the last time.</summary>
    public Task TroubleAsync(CancellationToken cancellationToken) => _trouble.WaitAsync(cancellationToken);

    /// <summary>Something was not answered in time, which may be this process' own doing: worth a look.</summary>
    public void Suspect()
    {
        lock (_change)
        {
            if (!_disposed && _trouble.CurrentCount == 0)
            {
                _trouble.Release();
            }
        }
    }

    public void SayAbsent() => Log.NotConfigured(logger);

    /// <summary>Closed for good, and without a word.</summary>
    public void Dispose()
    {
        lock (_change)
        {
            _disposed = true;
            _current = null;
            _trouble.Dispose();
        }
    }

    /// <summary>Redis accepted a write. False while an earlier refusal is still too recent to be called over.</summary>
    public bool Open(IDatabase database)
    {
        lock (_change)
        {
            if (_state == RedisState.Refusing && Stopwatch.GetElapsedTime(_refusedAt) < RefusalHold)
            {
                return false;
            }

            if (_state is RedisState.Refusing or RedisState.Silent)
            {
                Log.Answers(logger);
            }

            _state = RedisState.Answering;
            _current = _disposed ? null : _current ?? new RedisOpening(database);
            return true;
        }
    }

    /// <summary>
    /// It answers, so what it does not refuse is open; a refusal of an earlier opening opens nothing.
    /// </summary>
    public void Refuse(RedisOpening? opening, IDatabase database, RedisServerException refusal)
    {
        lock (_change)
        {
            if (!ReferenceEquals(opening, _current))
            {
                return;
            }

            _refusedAt = Stopwatch.GetTimestamp();
            if (_state == RedisState.Refusing || _disposed)
            {
                return;
            }

            Log.Refuses(logger, refusal.Kind);
            _state = RedisState.Refusing;
            _current ??= new RedisOpening(database);
            _trouble.Release();
        }
    }

    /// <summary>Closes what was open; a failure of an earlier opening closes nothing.</summary>
    public void Close(RedisOpening? opening, Exception reason)
    {
        lock (_change)
        {
            if (!ReferenceEquals(opening, _current) || _state == RedisState.Silent || _disposed)
            {
                return;
            }

            Log.Silent(logger, reason is RedisConnectionException e ? e.FailureType.ToString() : reason.GetType().Name);
            _state = RedisState.Silent;
            _current = null;
            _trouble.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "No Redis is configured (ConnectionStrings:cache): this replica limits and caches in memory, on its own")]
        public static partial void NotConfigured(ILogger logger);

        [LoggerMessage(
            LogLevel.Warning,
            "Redis does not answer ({Reason}): this replica limits and caches in memory until it does")]
        public static partial void Silent(ILogger logger, string reason);

        [LoggerMessage(
            LogLevel.Warning,
            "Redis refuses commands ({Kind}): this replica limits and caches in memory what is refused")]
        public static partial void Refuses(ILogger logger, RedisErrorKind kind);

        [LoggerMessage(LogLevel.Warning, "Redis answers again: limits and cache are shared")]
        public static partial void Answers(ILogger logger);
    }
}
