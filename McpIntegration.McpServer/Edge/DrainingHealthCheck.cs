using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpIntegration.McpServer.Edge;

/// <summary>Not ready for traffic any more, though alive: it has no tag, so that /alive goes on saying 200.</summary>
internal sealed class DrainingHealthCheck(Draining draining) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(draining.IsUnderWay
            ? HealthCheckResult.Unhealthy("The server was told to end, and takes no new traffic.")
            : HealthCheckResult.Healthy("The server takes traffic."));
}
