using Polly;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>How long an answer asks to be left alone (RFC 9110, section 10.2.3), as seconds or as a date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    public static TimeSpan? Of(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome.Result is { } response
            ? Of(response, time)
            : (outcome.Exception as UpstreamRefusedException)?.RetryAfter;
}
