namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// What the Authorization header holds (RFC 6750, section 2.1): nothing for us, one bearer token, or something
/// malformed.
/// </summary>
internal enum BearerToken
{
    Absent,
    Present,
    Malformed,
}
