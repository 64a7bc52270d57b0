namespace McpIntegration.InternalApiMock.Faults;

/// <summary>
/// What goes wrong with an answer. A fault that only delays leaves the answer itself as it is. <c>Times</c> is how many
/// requests a stored fault applies to; null: all until it is removed.
/// </summary>
internal sealed record Fault(
    TimeSpan Delay = default,
    int? Status = null,
    TimeSpan? RetryAfter = null,
    FaultBody? Body = null,
    int? Times = null)
{
    public bool ReplacesAnswer => Status is not null || Body is not null;
}
