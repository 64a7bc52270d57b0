using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Metrics;

internal sealed record MetricSeries(
    [property: Description("usage, performance or health")] string MetricType,
    [property: Description("1h, 24h, 7d or 30d")] string TimeRange,
    [property: Description("Oldest first.")] IReadOnlyList<MetricPoint> Values,
    MetricSummary Summary);
