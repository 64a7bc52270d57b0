using System.Net;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>The internal API answered with another status than 200.</summary>
internal sealed class RefusedByApiException(HttpStatusCode status, TimeSpan? retryAfter)
    : HttpRequestException($"The internal API answered {(int)status}.", inner: null, status)
{
    /// <summary>How long the API asked to be left alone (RFC 9110, section 10.2.3), where it did.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
