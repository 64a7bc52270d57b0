using McpIntegration.McpServer.Protocol;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Ends a protocol request that takes longer than <see cref="EdgeOptions.RequestTimeout"/>, and with it the wait for
/// its turn, its tool, and a client that does not read. Only a look-up of the internal API goes on to its own, shorter
/// end: others may wait for it too.
/// </summary>
internal sealed class RequestTimeouts(IOptions<EdgeOptions> edge)
    : IConfigureOptions<RequestTimeoutOptions>, IConfigureOptions<KestrelServerOptions>
{
    private const string Seconds = "5";

    private static readonly JsonRpcRefusal TookTooLong = new(
        JsonRpcRefusal.Unavailable,
        $"The request took too long and was given up. Try again in {Seconds} seconds, or ask for less.");

    public void Configure(RequestTimeoutOptions options) => options.DefaultPolicy = new()
    {
        Timeout = edge.Value.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = context =>
        {
            // The request's own token has just been cancelled, so that nothing could be written with it.
            context.RequestAborted = CancellationToken.None;
            context.Response.Headers.RetryAfter = Seconds;
            return TookTooLong.WriteAsync(context, StatusCodes.Status503ServiceUnavailable);
        },
    };

    public void Configure(KestrelServerOptions options)
    {
        options.Limits.MaxConcurrentConnections = edge.Value.MaxConnections;
        options.Limits.RequestHeadersTimeout = edge.Value.RequestTimeout;
    }
}
