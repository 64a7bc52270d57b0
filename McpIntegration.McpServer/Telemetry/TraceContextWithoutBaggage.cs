using System.Diagnostics;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// Takes a caller's trace context in, and none of its baggage: that would go on to the internal API as a header of the
/// caller's own writing (https://www.w3.org/TR/baggage/#privacy-considerations).
/// </summary>
internal sealed class TraceContextWithoutBaggage : DistributedContextPropagator
{
    private readonly DistributedContextPropagator _whole = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => _whole.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
        _whole.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        _whole.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;
}
