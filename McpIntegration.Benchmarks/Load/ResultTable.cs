using System.Globalization;

namespace McpIntegration.Benchmarks.Load;

/// <summary>Writes results as rows of a Markdown table, each as soon as it is there.</summary>
internal static class ResultTable
{
    public static void WriteHead() => Console.WriteLine(
        """

        | clients | what | era | calls/s | p50 ms | p95 | p99 | max | CPU us/call | KB/call | Redis/call | hits % | MB |
        |--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        """);

    public static void Write(LevelResult result)
    {
        var level = result.Level;
        var what = level.Target == Targets.Bare ? Targets.Bare : level.Hits ? "hit" : "miss";
        var era = level.Target == Targets.Bare ? "" : level.Era == Era.Legacy ? "2025-11-25" : "2026-07-28";
        var roundTrips = level.Target == Targets.Bare ? null : result.RoundTripsPerCall;
        double? hits = level.Target == Targets.Bare ? null : result.HitPercent;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {level.Clients} | {what} | {era} | {result.CallsPerSecond:F0} | {result.Latency(50):F2} | {result.Latency(95):F2} "
            + $"| {result.Latency(99):F2} | {result.Latency(100):F1} | {result.CpuMicroseconds:F1} "
            + $"| {result.AllocatedKilobytes:F1} | {roundTrips:F2} | {hits:F1} | {result.WorkingSetMegabytes:F0} |"));
    }
}
