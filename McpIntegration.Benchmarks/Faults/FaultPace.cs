namespace McpIntegration.Benchmarks.Faults;

/// <param name="Duration">How long a fault lasts.</param>
/// <param name="Ageing">
/// How long records have to lie before the internal API begins to fail, so that they have outlived their lifetime; null
/// where nobody wants to see stale ones.
/// </param>
internal sealed record FaultPace(TimeSpan Duration, TimeSpan? Ageing)
{
    /// <summary>Records of query_data are fresh for a minute.</summary>
    public static readonly FaultPace Measuring = new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(61));
}
