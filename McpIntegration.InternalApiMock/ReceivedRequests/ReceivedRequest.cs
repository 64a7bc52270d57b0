namespace McpIntegration.InternalApiMock.ReceivedRequests;

/// <summary>
/// A request as it was sent: path and query are not decoded, and every header is there but the API key.
/// </summary>
internal sealed record ReceivedRequest(
    string Method, string PathAndQuery, IReadOnlyDictionary<string, string?[]> Headers, DateTimeOffset Time);
