using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Authorization;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>Reads one of the company's metric series with its summary.</summary>
internal sealed class GetMetricsTool(InternalApiClient api, RecordCache cache, ToolReply reply)
{
    private const string Name = "get_metrics";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    [McpServerTool(
        Name = Name, Title = "Get metrics", ReadOnly = true, Destructive = false, Idempotent = true,
        OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(MetricsResult))]
    [Description("Reads a series of the company's system metrics and its minimum, maximum and average. " +
        "Example: {\"metricType\": \"usage\", \"timeRange\": \"7d\"}. " +
        "Not for counting records: query_data reads those.")]
    [RequiresScope("mcp:metrics")]
    public async Task<CallToolResult> GetMetricsAsync(
        RequestContext<CallToolRequestParams> call,
        [Description("usage: requests; performance: response times; health: availability.")]
        [AllowedValues("usage", "performance", "health")]
        string metricType,
        [Description("How far back, until now. 24h when left out.")]
        [AllowedValues("1h", "24h", "7d", "30d")]
        string timeRange = "24h",
        CancellationToken cancellationToken = default)
    {
        var series = await cache.GetAsync(
            Caller.From(call.User), Name, $"{metricType}?{timeRange}",
            async token => new Lookup<MetricSeries>(
                await api.GetMetricsAsync(metricType, timeRange, call.Origin(Name), token), Lifetime),
            cancellationToken);
        return reply.CreateOnce(
            series, value => new MetricsResult(metricType, timeRange, value.Values, value.Summary));
    }
}
