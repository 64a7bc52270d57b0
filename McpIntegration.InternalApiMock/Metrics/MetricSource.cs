using McpIntegration.InternalApiMock.Data;

namespace McpIntegration.InternalApiMock.Metrics;

/// <summary>
/// Series that follow the clock: a point depends on its instant alone, so every process gives the same one, and the
/// ranges agree where they meet.
/// </summary>
internal sealed class MetricSource(TimeProvider time)
{
    // How busy the company is at each hour of a working day (UTC): nights are quiet, noon dips, mornings and afternoons
    // peak.
    private static readonly double[] BusyByHour =
    [
        0.08, 0.06, 0.05, 0.05, 0.06, 0.10, 0.22, 0.45, 0.72, 0.90, 0.97, 0.88,
        0.74, 0.86, 1.00, 0.95, 0.80, 0.58, 0.38, 0.28, 0.22, 0.18, 0.14, 0.10,
    ];

    public MetricSeries Read(MetricType type, MetricRange range)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var last = new DateTimeOffset(now.Ticks - (now.Ticks % range.Step.Ticks), TimeSpan.Zero);
        var count = (int)(range.Length / range.Step);
        MetricPoint[] points = [.. Enumerable.Range(0, count)
            .Select(index => last - (range.Step * (count - 1 - index)))
            .Select(instant => new MetricPoint(instant, ValueAt(type, instant)))];
        return new MetricSeries(MetricNames.Of(type), range.Name, points, MetricSummary.Of(points));
    }

    private static double ValueAt(MetricType type, DateTimeOffset instant)
    {
        var minute = instant.Ticks / TimeSpan.TicksPerMinute;
        var noise = new SeededNumbers(((ulong)minute * 4) + (ulong)type);
        var busy = BusyAt(instant);
        return type switch
        {
            MetricType.Usage => Math.Round((15 + (420 * busy)) * (0.9 + (0.2 * noise.Fraction()))),
            MetricType.Performance => Math.Round(
                (70 + (90 * busy)) * (0.85 + (0.3 * noise.Fraction())) * Slowness(noise), 1),
            _ => Math.Round(100 - ((0.4 * busy) + 0.1) * noise.Fraction() * Slowness(noise), 2),
        };
    }

    /// <summary>One point in forty stands out.</summary>
    private static double Slowness(SeededNumbers noise) => noise.Below(40) == 0 ? 3 : 1;

    private static double BusyAt(DateTimeOffset instant)
    {
        var next = BusyByHour[(instant.Hour + 1) % 24];
        var busy = BusyByHour[instant.Hour] + ((next - BusyByHour[instant.Hour]) * instant.Minute / 60.0);
        return instant.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? busy * 0.25 : busy;
    }
}
