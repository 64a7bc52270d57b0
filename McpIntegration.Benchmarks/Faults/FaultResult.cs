namespace McpIntegration.Benchmarks.Faults;

/// <summary>What clients saw from the fault's beginning until everything was right again.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Correct">Exactly the internal API's data, from a replica that shares limits and cache.</param>
/// <param name="Degraded">The same, from a replica that says it goes on from its own memory.</param>
/// <param name="Stale">The same, marked as stale.</param>
/// <param name="Refused">No data, but when to try again.</param>
/// <param name="Wrong">Anything else.</param>
/// <param name="Lost">No answer at all.</param>
/// <param name="Slowest">The longest that anybody waited.</param>
/// <param name="BackAfter">From the fault's end until every replica looks things up and answers them correctly.</param>
/// <param name="Complaints">Some of what was wrong or lost, in words.</param>
internal sealed record FaultResult(
    string Fault,
    int Correct,
    int Degraded,
    int Stale,
    int Refused,
    int Wrong,
    int Lost,
    TimeSpan Slowest,
    TimeSpan BackAfter,
    IReadOnlyList<string> Complaints)
{
    public int Sent => Correct + Degraded + Stale + Refused + Wrong + Lost;
}
