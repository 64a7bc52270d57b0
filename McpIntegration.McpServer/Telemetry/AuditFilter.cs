using System.Diagnostics;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// One audit line, one measurement and a few span attributes for every tool call, and a line and attributes for what
/// else is called: who called what, with which outcome. Ids and counts only; arguments, results, names and tokens
/// stay out.
/// </summary>
internal sealed partial class AuditFilter(
    ILogger<AuditFilter> logger, ToolCallMetrics metrics, IHttpContextAccessor http) : ICallFilter
{
    private const string Unknown = "unknown";

    public ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken) =>
        CallOutcome.ObserveAsync(
            next, call, (outcome, elapsed) => RecordCall(call, outcome, elapsed), cancellationToken);

    /// <param name="method">As the protocol names it.</param>
    /// <param name="primitive">What is called; null where there is none of that name.</param>
    /// <param name="next">The rest of the way.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<TResult> InvokeAsync<TParams, TResult>(
        string method,
        IMcpServerPrimitive? primitive,
        McpRequestHandler<TParams, TResult> next,
        RequestContext<TParams> call,
        CancellationToken cancellationToken) =>
        CallOutcome.ObserveAsync(
            next,
            call,
            (outcome, elapsed) => RecordOther(method, primitive?.Id ?? Unknown, call, outcome, elapsed),
            cancellationToken);

    private void RecordCall(RequestContext<CallToolRequestParams> call, string outcome, TimeSpan elapsed)
    {
        // A name that matches no tool is the client's text: it goes neither to the log nor into a metric or a span.
        var tool = call.MatchedPrimitive?.Id ?? Unknown;
        var caller = CallerOf(call);
        var answer = http.HttpContext?.Response.Headers;
        var (cache, age) = (answer?["X-Cache"].ToString(), answer?.Age.ToString());
        metrics.Record(tool, outcome, cache);
        if (Activity.Current is { } span)
        {
            Enrich(span, call, outcome, cache, age, caller?.Subject);
        }

        Log.ToolCalled(
            logger, tool, caller?.Subject, caller?.Issuer, outcome, cache, age, elapsed.TotalMilliseconds,
            RequestIdOf(call), SessionId());
    }

    private void RecordOther(
        string method, string primitive, MessageContext call, string outcome, TimeSpan elapsed)
    {
        var caller = CallerOf(call);
        Activity.Current?.SetTag("enduser.id", caller?.Subject).SetTag("internal_data_server.outcome", outcome);
        Log.Called(
            logger, method, primitive, caller?.Subject, caller?.Issuer, outcome, elapsed.TotalMilliseconds,
            RequestIdOf(call), SessionId());
    }

    private string? SessionId() => PrintableId.Of(http.HttpContext?.Features.Get<ClientSession>()?.Id);

    private static string? RequestIdOf(MessageContext call) =>
        PrintableId.Of((call.JsonRpcMessage as JsonRpcRequest)?.Id.ToString());

    private static Caller? CallerOf(MessageContext call) =>
        call.User is { Identity.IsAuthenticated: true } user ? Caller.From(user) : null;

    private static void Enrich(
        Activity span,
        RequestContext<CallToolRequestParams> call,
        string outcome,
        string? cache,
        string? age,
        string? subject)
    {
        span.SetTag("enduser.id", subject)
            .SetTag("internal_data_server.cache", cache)
            .SetTag("internal_data_server.cache.age", age is null or "" ? null : age)
            .SetTag("internal_data_server.outcome", outcome);
        if (call.MatchedPrimitive is null)
        {
            span.DisplayName = SpanCleaner.UnknownTool;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "Tool {Tool} called by {Subject} of {Issuer}: {Outcome}, cache {Cache}, age {CacheAge}, " +
            "{ElapsedMilliseconds:F1} ms, request {RequestId}, session {Session}.")]
        public static partial void ToolCalled(
            ILogger logger,
            string tool,
            string? subject,
            string? issuer,
            string outcome,
            string? cache,
            string? cacheAge,
            double elapsedMilliseconds,
            string? requestId,
            string? session);

        [LoggerMessage(LogLevel.Information,
            "{Method} of {Primitive} by {Subject} of {Issuer}: {Outcome}, {ElapsedMilliseconds:F1} ms, " +
            "request {RequestId}, session {Session}.")]
        public static partial void Called(
            ILogger logger,
            string method,
            string primitive,
            string? subject,
            string? issuer,
            string outcome,
            double elapsedMilliseconds,
            string? requestId,
            string? session);
    }
}
