namespace McpIntegration.Tests.InternalApi;

public sealed record UpstreamRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
