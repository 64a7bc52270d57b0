namespace McpIntegration.Tests.Hostile;

/// <summary>A request byte by byte (each character is one byte), and the only answer that it may have.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Write">The bytes.</param>
/// <param name="Status">Of the first answer on the connection.</param>
/// <param name="Challenge">The whole WWW-Authenticate; null: there must be none.</param>
internal sealed record HostileRequest(string Name, Func<Victims, string> Write, int Status, string? Challenge = null)
{
    /// <summary>Above 0 in the counter-checks alone: what is unusual and yet honest is served.</summary>
    public int RequestsUpstream { get; init; }

    /// <summary>The server that trusts Keycloak's mock, instead of the one that trusts the test's issuer.</summary>
    public bool IsForKeycloak { get; init; }
}
