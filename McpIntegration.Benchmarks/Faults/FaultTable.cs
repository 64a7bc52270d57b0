using System.Globalization;

namespace McpIntegration.Benchmarks.Faults;

internal static class FaultTable
{
    public const string Header =
        """
        | fault | sent | correct | from memory | stale | refused | wrong | lost | slowest, ms | right again after, ms |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    public static string Row(FaultResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Fault} | {result.Sent} | {result.Correct} | {result.Degraded} | {result.Stale} | {result.Refused} "
        + $"| {result.Wrong} | {result.Lost} | {result.Slowest.TotalMilliseconds:F0} "
        + $"| {result.BackAfter.TotalMilliseconds:F0} |");
}
