namespace McpIntegration.McpServer.Redis;

internal enum RedisState
{
    /// <summary>No address is configured: limits and cache live in memory, by choice.</summary>
    Absent,

    /// <summary>The first look is still under way.</summary>
    Connecting,

    Answering,

    /// <summary>It answers, but refuses commands: a read-only replica, no memory left, still loading.</summary>
    Refusing,

    Silent,
}
