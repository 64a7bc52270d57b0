using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpIntegration.McpServer.Redis;

/// <summary>
/// Degraded, never unhealthy, while Redis fails: the server goes on from memory, and taking it out of traffic would
/// make it worse.
/// </summary>
internal sealed class RedisHealthCheck(RedisGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(gate.State switch
        {
            RedisState.Answering => HealthCheckResult.Healthy("Redis answers."),
            RedisState.Absent => HealthCheckResult.Healthy("No Redis is configured."),
            RedisState.Refusing => HealthCheckResult.Degraded("Redis refuses commands."),
            _ => HealthCheckResult.Degraded("Redis does not answer."),
        });
}
