using McpIntegration.InternalApiMock.ApiDescription;
using Microsoft.OpenApi;

namespace McpIntegration.InternalApiMock.Metrics;

internal static class MetricDescription
{
    public static Task DescribeAsync(OpenApiOperation operation)
    {
        operation.DescribeChoice("type", MetricNames.Types.Keys);
        operation.DescribeChoice("range", MetricRange.Every.Select(range => range.Name), MetricRange.Day.Name);
        return Task.CompletedTask;
    }
}
