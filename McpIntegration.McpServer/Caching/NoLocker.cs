using ZiggyCreatures.Caching.Fusion.Locking;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// No lock inside the cache: <see cref="RecordCache"/> lets one flight per key in already, and the cache's own locker
/// (2.9.0) keeps a semaphore per key for minutes, without a bound: 600 MB after a million keys.
/// </summary>
internal sealed class NoLocker : IFusionCacheMemoryLocker
{
    private static readonly object Acquired = new();

    public ValueTask<object?> AcquireLockAsync(
        string cacheName,
        string cacheInstanceId,
        string operationId,
        string key,
        TimeSpan timeout,
        ILogger? logger,
        CancellationToken token) => new(Acquired);

    public object? AcquireLock(
        string cacheName,
        string cacheInstanceId,
        string operationId,
        string key,
        TimeSpan timeout,
        ILogger? logger,
        CancellationToken token) => Acquired;

    public void ReleaseLock(
        string cacheName,
        string cacheInstanceId,
        string operationId,
        string key,
        object? lockObj,
        ILogger? logger)
    {
        // Nothing was taken.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
