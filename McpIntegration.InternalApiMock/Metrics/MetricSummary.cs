using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Metrics;

internal sealed record MetricSummary(
    double Min, double Max, [property: Description("Rounded to two decimals.")] double Avg)
{
    public static MetricSummary Of(IReadOnlyList<MetricPoint> points) => new(
        points.Min(point => point.Value),
        points.Max(point => point.Value),
        Math.Round(points.Average(point => point.Value), 2));
}
