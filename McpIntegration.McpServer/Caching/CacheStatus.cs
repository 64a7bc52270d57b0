namespace McpIntegration.McpServer.Caching;

internal enum CacheStatus
{
    Hit,
    Miss,

    /// <summary>Past its lifetime, served because the internal API failed.</summary>
    Stale,
}
