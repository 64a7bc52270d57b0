using System.Diagnostics;
using System.Net.Sockets;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

/// <summary>What counts as Redis' silence, for those who ask it and for the watch.</summary>
internal static class RedisSilence
{
    public static bool IsMeantBy(Exception failure) =>
        failure is RedisException or RedisCommandException or TimeoutException or IOException or SocketException
            or InvalidOperationException or OperationCanceledException;

    /// <summary>
    /// A bound that was noticed long after it had passed says that this process did not run, not that Redis did not
    /// answer: its answer may lie there unread. Then one request goes on from memory, and the watch's own look decides.
    /// </summary>
    public static bool IsOurOwn(long started, TimeSpan bound) => Stopwatch.GetElapsedTime(started) > bound * 1.5;
}
