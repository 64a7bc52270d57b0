using System.Net;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>The internal API, or the token endpoint in front of it, answered with an error.</summary>
internal sealed class UpstreamRefusedException(string message, HttpStatusCode status, TimeSpan? retryAfter = null)
    : HttpRequestException(message, inner: null, status)
{
    /// <summary>How long it asked to be left alone, where it did.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
