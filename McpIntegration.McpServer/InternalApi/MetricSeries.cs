namespace McpIntegration.McpServer.InternalApi;

internal sealed record MetricSeries(IReadOnlyList<MetricPoint> Values, MetricSummary Summary);

internal sealed record MetricPoint(DateTimeOffset Timestamp, double Value);

internal sealed record MetricSummary(double Min, double Max, double Avg);
