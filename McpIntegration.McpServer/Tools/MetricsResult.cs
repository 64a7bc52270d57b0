using System.ComponentModel;
using McpIntegration.McpServer.InternalApi;

namespace McpIntegration.McpServer.Tools;

internal sealed record MetricsResult(
    string MetricType,
    string TimeRange,
    [property: Description("The series, oldest first: requests (usage), milliseconds (performance) " +
        "or percent (health).")]
    IReadOnlyList<MetricPoint> Values,
    MetricSummary Summary);
