using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpIntegration.ServiceDefaults;

/// <summary>
/// <c>/health</c> and <c>/alive</c> answer <c>{"status": "healthy"|"degraded"|"unhealthy", "timestamp": …}</c>: 200
/// while healthy or degraded, 503 when unhealthy. They never say why: the reasons go to the log, the metrics and the
/// dashboard.
/// </summary>
internal static class HealthEndpoints
{
    public const string LiveTag = "live";
    private const string Health = "/health";
    private const string Alive = "/alive";

    public static bool Includes(PathString path) => path.StartsWithSegments(Health) || path.StartsWithSegments(Alive);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Health, new HealthCheckOptions { ResponseWriter = WriteAsync }).DisableHttpMetrics();
        app.MapHealthChecks(
            Alive,
            new HealthCheckOptions { ResponseWriter = WriteAsync, Predicate = check => check.Tags.Contains(LiveTag) })
            .DisableHttpMetrics();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var status = report.Status switch
        {
            HealthStatus.Healthy => "healthy",
            HealthStatus.Degraded => "degraded",
            _ => "unhealthy",
        };
        return context.Response.WriteAsJsonAsync(new { status, timestamp = time.GetUtcNow() }, context.RequestAborted);
    }
}
