using McpIntegration.McpServer.Edge;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// Has the server answer itself before it says that it is ready: what has never run is compiled while the first callers
/// wait. The requests enter behind authentication and limits and ask only for lists, so nobody is authenticated,
/// charged or audited, and nothing is looked up.
/// </summary>
internal sealed partial class WarmUp(
    IHttpContextFactory contexts, EndpointDataSource endpoints, TimeProvider time, ILogger<WarmUp> logger)
    : LifecycleService, IHealthCheck
{
    private const int Rounds = 30;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private RequestDelegate? _rest;
    private volatile bool _isDone;

    /// <summary>Where the requests enter: this step, and all that come after it.</summary>
    public RequestDelegate EnterAt(RequestDelegate rest) => _rest = rest;

    /// <summary>The server listens already, and has to be asked whether it is ready.</summary>
    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        var started = time.GetTimestamp();
        try
        {
            var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().First(IsPost);
            for (var round = 0; round < Rounds && time.GetElapsedTime(started) < Limit; round++)
            {
                foreach (var question in WarmUpQuestion.OfBothEras)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await AskAsync(question, endpoint);
                }
            }
        }
        finally
        {
            // Cold is no reason to stay away: then the first callers wait, as they would without all this.
            _isDone = true;
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(_isDone
            ? HealthCheckResult.Healthy("The server is warm.")
            : HealthCheckResult.Unhealthy("The server is warming up."));

    private async Task AskAsync(WarmUpQuestion question, Endpoint endpoint)
    {
        using var answer = new MemoryStream();
        var context = contexts.Create(question.ToFeatures(answer));
        try
        {
            context.SetEndpoint(endpoint);
            await (_rest ?? throw new InvalidOperationException("The pipeline has no step to enter at."))(context);
            if (context.Response.StatusCode != StatusCodes.Status200OK)
            {
                Log.Refused(logger, context.Response.StatusCode);
            }
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static bool IsPost(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText?.TrimEnd('/') == McpEndpoint.Path
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Answering itself before the first caller, the server said {Status}.")]
        public static partial void Refused(ILogger logger, int status);
    }
}
