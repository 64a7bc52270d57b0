namespace McpIntegration.Benchmarks.Faults;

internal enum ReplicaHealth
{
    NotReady,
    Degraded,
    Ready,
}
