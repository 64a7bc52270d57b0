using System.Diagnostics;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// One audit line, one measurement and a few span attributes for every tool call: who called what, with which outcome.
/// Ids and counts only; arguments, results, names and tokens stay out.
/// </summary>
internal sealed partial class AuditFilter(
    ILogger<AuditFilter> logger, ToolCallMetrics metrics, IHttpContextAccessor http) : ICallFilter
{
    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            var result = await next(call, cancellationToken);
            outcome = result.IsError == true ? "tool_error" : "ok";
            return result;
        }
        catch (McpProtocolException refusal)
        {
            outcome = refusal.Data["error"]?.ToString() ?? "invalid_params";
            throw;
        }
        finally
        {
            Record(call, outcome, Stopwatch.GetElapsedTime(started));
        }
    }

    private void Record(RequestContext<CallToolRequestParams> call, string outcome, TimeSpan elapsed)
    {
        // A name that matches no tool is the client's text: it goes neither to the log nor into a metric or a span.
        var tool = call.MatchedPrimitive?.Id ?? "unknown";
        var caller = call.User is { Identity.IsAuthenticated: true } user ? Caller.From(user) : default;
        var session = http.HttpContext?.Features.Get<ClientSession>();
        var answer = http.HttpContext?.Response.Headers;
        var (cache, age) = (answer?["X-Cache"].ToString(), answer?.Age.ToString());
        metrics.Record(tool, outcome, cache);
        if (Activity.Current is { } span)
        {
            Enrich(span, call, outcome, cache, age, caller.Subject);
        }

        Log.ToolCalled(
            logger, tool, caller.Subject, caller.Issuer, outcome, cache, age, elapsed.TotalMilliseconds,
            PrintableId.Of(call.JsonRpcRequest.Id.ToString()), PrintableId.Of(session?.Id));
    }

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
            "Tool {Tool} called by {Subject} of {Issuer}: {Outcome}, cache {Cache}, age {CacheAge}, {ElapsedMilliseconds:F1} ms, " +
            "request {RequestId}, session {Session}.")]
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
    }
}
