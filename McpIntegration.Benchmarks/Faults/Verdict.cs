namespace McpIntegration.Benchmarks.Faults;

internal enum Verdict
{
    Correct,
    Degraded,
    Stale,
    Refused,
    Wrong,
    Lost,
}
