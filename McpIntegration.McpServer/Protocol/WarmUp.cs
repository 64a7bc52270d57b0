using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
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
    : IHostedLifecycleService, IHealthCheck
{
    private const int Rounds = 30;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly Question[] Questions =
    [
        new([("MCP-Protocol-Version", "2025-11-25")], """{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""u8.ToArray()),
        new(
            [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list")],
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """u8.ToArray()),
    ];

    private RequestDelegate? _rest;
    private volatile bool _isDone;

    /// <summary>Where the requests enter: this step, and all that come after it.</summary>
    public RequestDelegate EnterAt(RequestDelegate rest) => _rest = rest;

    /// <summary>The server listens already, and has to be asked whether it is ready.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        var started = time.GetTimestamp();
        try
        {
            var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().First(IsPost);
            for (var round = 0; round < Rounds && time.GetElapsedTime(started) < Limit; round++)
            {
                foreach (var question in Questions)
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

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync(Question question, Endpoint endpoint)
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

    private sealed record Question((string Name, string Value)[] Headers, byte[] Body)
    {
        public FeatureCollection ToFeatures(Stream answer)
        {
            var request = new HttpRequestFeature
            {
                Method = HttpMethods.Post,
                Path = McpEndpoint.Path,
                Body = new MemoryStream(Body),
                Headers =
                {
                    ContentType = MediaTypeNames.Application.Json,
                    Accept = MediaTypeNames.Application.Json,
                },
            };
            foreach (var (name, value) in Headers)
            {
                request.Headers[name] = value;
            }

            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(request);
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
            return features;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Answering itself before the first caller, the server said {Status}.")]
        public static partial void Refused(ILogger logger, int status);
    }
}
