namespace McpIntegration.InternalApiMock.Metrics;

internal sealed record MetricPoint(DateTimeOffset Timestamp, double Value);
