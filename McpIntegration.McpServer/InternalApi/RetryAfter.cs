using Polly;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>How long an answer asks to be left alone (RFC 9110, section 10.2.3), as seconds or as a date.</summary>
internal static class RetryAfter
{
    /// <summary>Nobody is told to come back in a thousand years, as a date of 9999 says.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < Longest ? delta : Longest,
        { Date: { } date } when date - time.GetUtcNow() > Longest => Longest,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    public static TimeSpan? Of(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome.Result is { } response
            ? Of(response, time)
            : (outcome.Exception as UpstreamRefusedException)?.RetryAfter;
}
