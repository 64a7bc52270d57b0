using McpIntegration.McpServer.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Tells a client that asked for it, and only where a call takes long, that the server is still waiting for the
/// internal API. Nobody knows how long that will take, so there is no total. The answer is an event stream
/// then, and its header says nothing of the cache any more: <c>_meta</c> does.
/// </summary>
internal sealed class ProgressFilter(TimeProvider time) : ICallFilter
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is not { } token)
        {
            return await next(call, cancellationToken);
        }

        using var isDone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reporting = ReportAsync(call.Server, token, isDone.Token);
        try
        {
            return await next(call, cancellationToken);
        }
        finally
        {
            await isDone.CancelAsync();
            await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReportAsync(McpSession session, ProgressToken token, CancellationToken cancellationToken)
    {
        using var clock = new PeriodicTimer(Interval, time);
        for (var waited = Interval; await clock.WaitForNextTickAsync(cancellationToken); waited += Interval)
        {
            await session.NotifyProgressAsync(
                token,
                new()
                {
                    Progress = (float)waited.TotalSeconds,
                    Message = $"Still waiting for the internal API, for {waited.TotalSeconds:F0} seconds now.",
                },
                cancellationToken: cancellationToken);
        }
    }
}
