namespace McpIntegration.Benchmarks.Load;

/// <summary>The two ways clients speak the protocol: with the older revisions' handshake, or with 2026-07-28.</summary>
internal enum Era
{
    Legacy,
    Newest,
}
