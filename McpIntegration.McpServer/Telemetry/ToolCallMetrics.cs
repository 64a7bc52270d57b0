using System.Diagnostics.Metrics;

namespace McpIntegration.McpServer.Telemetry;

internal sealed class ToolCallMetrics(IMeterFactory meters)
{
    public const string MeterName = "McpIntegration.McpServer";

    private readonly Counter<long> _calls = meters.Create(MeterName)
        .CreateCounter<long>(
            "internal_data_server.tool.calls", "{call}", "Tool calls by tool, outcome and where the data came from.");

    public void Record(string tool, string outcome, string? cache) =>
        _calls.Add(
            1,
            new("gen_ai.tool.name", tool),
            new("internal_data_server.outcome", outcome),
            new("internal_data_server.cache", cache));
}
