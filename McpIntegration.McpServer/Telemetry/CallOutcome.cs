using System.Diagnostics;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>How a call ended, in one word for logs, metrics and spans, and how long it took.</summary>
internal static class CallOutcome
{
    private const string Ok = "ok";
    private const string Cancelled = "cancelled";

    public static async ValueTask<TResult> ObserveAsync<TParams, TResult>(
        McpRequestHandler<TParams, TResult> next,
        RequestContext<TParams> call,
        Action<string, TimeSpan> record,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = Cancelled;
        try
        {
            var result = await next(call, cancellationToken);
            outcome = result is CallToolResult { IsError: true } ? "tool_error" : Ok;
            return result;
        }
        catch (McpProtocolException refusal)
        {
            outcome = refusal.Data["error"]?.ToString() ?? "invalid_params";
            throw;
        }
        finally
        {
            record(outcome, Stopwatch.GetElapsedTime(started));
        }
    }
}
