namespace McpIntegration.Tests.InternalApiMock;

/// <summary>
/// A request as the internal API received it: path and query not decoded, every header but the API key.
/// </summary>
public sealed record ReceivedApiRequest(
    string Method, string PathAndQuery, IReadOnlyDictionary<string, string?[]> Headers, DateTimeOffset Time);
