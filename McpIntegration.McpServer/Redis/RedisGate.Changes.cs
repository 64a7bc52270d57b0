using System.Diagnostics;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

// The changes of state, each under one lock, so that each is said exactly once.
internal sealed partial class RedisGate
{
    private bool Open(IDatabase database)
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
            _opening ??= new Opening(database);
            return true;
        }
    }

    private void Refuse(Opening opening, RedisServerException refusal)
    {
        lock (_change)
        {
            _refusedAt = Stopwatch.GetTimestamp();
            if (_state == RedisState.Refusing)
            {
                return;
            }

            Log.Refuses(logger, refusal.Kind);
            _state = RedisState.Refusing;
            _opening = opening;
            _look.Release();
        }
    }

    /// <summary>Closes what was open; a failure of an earlier opening closes nothing.</summary>
    private void Close(Opening? opening, Exception reason)
    {
        lock (_change)
        {
            if (!ReferenceEquals(opening, _opening) || _state == RedisState.Silent || _stop.IsCancellationRequested)
            {
                return;
            }

            Log.Silent(logger, reason is RedisConnectionException e ? e.FailureType.ToString() : reason.GetType().Name);
            _state = RedisState.Silent;
            _opening = null;
            _look.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No Redis is configured (ConnectionStrings:cache): this replica limits and caches in memory, on its own")]
        public static partial void NotConfigured(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Redis does not answer ({Reason}): this replica limits and caches in memory until it does")]
        public static partial void Silent(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Redis refuses commands ({Kind}): this replica limits and caches in memory what is refused")]
        public static partial void Refuses(ILogger logger, RedisErrorKind kind);

        [LoggerMessage(LogLevel.Warning, "Redis answers again: limits and cache are shared")]
        public static partial void Answers(ILogger logger);
    }
}
