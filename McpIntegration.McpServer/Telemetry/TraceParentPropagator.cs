using System.Diagnostics;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// Takes in which trace a caller's request belongs to, and nothing else of its context: <c>tracestate</c> and
/// <c>baggage</c> are text of the caller's choice, which would go on to the internal API and into exported spans
/// (https://www.w3.org/TR/trace-context/#privacy-of-tracestate-field and
/// https://www.w3.org/TR/baggage/#privacy-considerations).
/// </summary>
internal sealed class TraceParentPropagator : DistributedContextPropagator
{
    private readonly DistributedContextPropagator _whole = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => _whole.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
        _whole.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        _whole.ExtractTraceIdAndState(carrier, getter, out traceId, out _);
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;
}
