using System.Diagnostics.Metrics;
using McpIntegration.McpServer.Telemetry;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// The gate's state as OpenTelemetry has states: 1 for the one that holds and 0 for the others
/// (https://opentelemetry.io/docs/specs/semconv/system/hardware-metrics/, <c>hw.status</c>).
/// </summary>
internal static class RedisMetrics
{
    private static readonly RedisState[] States = Enum.GetValues<RedisState>();

    public static void Observe(IMeterFactory meters, RedisGate gate) => meters.Create(ToolCallMetrics.MeterName)
        .CreateObservableUpDownCounter(
            "internal_data_server.redis.status",
            () => Measure(gate.State),
            "1",
            "Whether limits and cache are shared through Redis: 1 for the state that holds, 0 for the others.");

    private static IEnumerable<Measurement<int>> Measure(RedisState current) => States.Select(state =>
        new Measurement<int>(
            state == current ? 1 : 0,
            new KeyValuePair<string, object?>(
                "internal_data_server.redis.state", state.ToString().ToLowerInvariant())));
}
