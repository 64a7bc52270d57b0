using System.Diagnostics;
using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace McpIntegration.McpServer.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>
    /// Audits every call, and takes the SDK's spans and measurements in, without what would leak or grow without bound.
    /// </summary>
    public static IMcpServerBuilder AddCallTelemetry(this IMcpServerBuilder mcp)
    {
        mcp.Services.AddSingleton<ToolCallMetrics>();
        mcp.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, AlwaysQuietLogs>();
        mcp.Services.AddTraceParentAlone();
        mcp.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource(SpanCleaner.SdkSource)
                .AddProcessor(new SpanCleaner()))
            .WithMetrics(metrics => metrics
                .AddMeter(SpanCleaner.SdkSource, ToolCallMetrics.MeterName)
                .AddView(
                    "mcp.server.operation.duration",
                    new MetricStreamConfiguration
                    {
                        TagKeys = ["mcp.method.name", "error.type", "mcp.protocol.version"]
                    }));
        mcp.Services.Configure<McpServerOptions>(server =>
        {
            server.Filters.Request.ReadResourceFilters.Add(next => (call, cancellationToken) =>
                call.Resolve<AuditFilter>().InvokeAsync(
                    RequestMethods.ResourcesRead, call.MatchedPrimitive, next, call, cancellationToken));
            server.Filters.Request.CompleteFilters.Add(next => (call, cancellationToken) =>
                call.Resolve<AuditFilter>().InvokeAsync(
                    RequestMethods.CompletionComplete,
                    CompletedPrimitive.Find(server, call.Params?.Ref),
                    next,
                    call,
                    cancellationToken));
        });
        return mcp.AddCallFilter<AuditFilter>();
    }

    private static void AddTraceParentAlone(this IServiceCollection services)
    {
        // ASP.NET Core, the MCP SDK (for _meta), .NET's HTTP client and OpenTelemetry each read a context or write it
        // on.
        DistributedContextPropagator.Current = new TraceParentPropagator();
        services.AddSingleton(DistributedContextPropagator.Current);
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
    }
}
