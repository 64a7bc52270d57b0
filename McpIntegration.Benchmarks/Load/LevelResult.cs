using System.Diagnostics;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <param name="Latencies">Ascending, in ticks of the stopwatch.</param>
/// <param name="RoundTrips">Null where Redis does not count them.</param>
/// <param name="Hits">
/// Calls answered from the cache. Also at a level of hits a few may not be: where Redis is late, as on a busy machine,
/// nobody knows that the record still holds.
/// </param>
internal sealed record LevelResult(
    Level Level,
    long[] Latencies,
    TimeSpan Elapsed,
    ProcessCounters Before,
    ProcessCounters After,
    long? RoundTrips,
    int Hits)
{
    public double CallsPerSecond => Latencies.Length / Elapsed.TotalSeconds;

    public double CpuMicroseconds => (After.Cpu - Before.Cpu).TotalMicroseconds / Latencies.Length;

    public double AllocatedKilobytes => (After.Allocated - Before.Allocated) / 1_024.0 / Latencies.Length;

    public double? RoundTripsPerCall => (double?)RoundTrips / Latencies.Length;

    public double HitPercent => 100.0 * Hits / Latencies.Length;

    public double WorkingSetMegabytes => After.WorkingSet / 1_048_576.0;

    /// <summary>In milliseconds.</summary>
    public double Latency(double percentile) =>
        Stopwatch.GetElapsedTime(0, Latencies[(int)Math.Ceiling(percentile / 100 * Latencies.Length) - 1])
            .TotalMilliseconds;
}
