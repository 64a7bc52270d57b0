namespace McpIntegration.McpServer.InternalApi;

/// <summary>A class, and no record, whose ToString would write the secret out.</summary>
/// <param name="value">The access token.</param>
/// <param name="usableUntil">Shortly before it expires.</param>
internal sealed class UpstreamToken(string value, DateTimeOffset usableUntil)
{
    public string Value => value;

    public DateTimeOffset UsableUntil => usableUntil;
}
