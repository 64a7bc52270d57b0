using System.Net;
using McpIntegration.McpServer.InternalApi;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace McpIntegration.McpServer.Tools;

/// <summary>The one place where exceptions become tool errors: sentences for the model, without internals.</summary>
internal sealed partial class ToolErrorFilter(ILogger<ToolErrorFilter> logger) : ICallFilter
{
    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        try
        {
            return await next(call, cancellationToken);
        }
        // The edge of a call: whatever a tool throws, the model gets a sentence and the log gets the exception.
#pragma warning disable CA1031
        catch (Exception e) when (e is not McpProtocolException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.ToolFailed(logger, call.MatchedPrimitive?.Id, e.GetType().Name, e);
            return ToolReply.Refuse(Explain(e));
        }
    }

    private static string Explain(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity } =>
            "The internal API rejected this query. " +
            "Check that filters.value has the form of its field (a number, a time such as " +
            "2026-01-31T00:00:00Z, or text). If you sent a cursor, start the query again without it.",
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            "The internal API refuses this server's own access. " +
            "Trying again does not help: the server's operator has to renew its credentials.",
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } => "The internal API has no such data.",
        BrokenCircuitException { RetryAfter: { } wait } => Unavailable(wait),
        BrokenCircuitException => Unavailable(TimeSpan.FromSeconds(5)),
        UpstreamRefusedException { RetryAfter: { } wait } => Unavailable(wait),
        RateLimiterRejectedException => "The internal API is busy with other requests. Try again in 2 seconds.",
        TimeoutRejectedException or TimeoutException or OperationCanceledException =>
            "The internal API did not answer in time. Try again in 30 seconds, or ask for fewer records.",
        UnusableAnswerException =>
            "The internal API's answer was unusable, and nothing of it was used. " +
            "Try again in 30 seconds, or ask for fewer records.",
        HttpRequestException
        {
            StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
                and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
        } =>
            "The internal API refuses this request. Trying the same call again does not help; " +
            "the server's operator finds the reason in its log.",
        HttpRequestException => Unavailable(TimeSpan.FromSeconds(10)),
        _ => "The tool failed unexpectedly. " +
            "The failure is in the server's log; trying the same call again may not help.",
    };

    private static string Unavailable(TimeSpan wait) =>
        "The internal API is not available now. " +
        $"Try again in {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))} seconds.";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Tool {Tool} failed with {Failure}.")]
        public static partial void ToolFailed(ILogger logger, string? tool, string failure, Exception exception);
    }
}
