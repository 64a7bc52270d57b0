using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpIntegration.AppHost.Startup;

/// <summary>
/// Follows every resource until it was healthy once. A resource that ends before that will never come, and whatever
/// waits for it would wait for ever. What ends later is the dashboard's matter.
/// </summary>
internal sealed class FirstStart(DistributedApplicationModel model)
{
    private readonly ConcurrentDictionary<string, IResource> _waiting = new(
        model.Resources.Where(IsStarted).ToDictionary(resource => resource.Name));

    public IReadOnlyCollection<IResource> Waiting => [.. _waiting.Values];

    /// <summary>Takes note of an event and says whether the resource has failed.</summary>
    public bool HasFailed(ResourceEvent observed)
    {
        var snapshot = observed.Snapshot;
        if (snapshot.State?.Text is not { } state || !_waiting.ContainsKey(observed.Resource.Name))
        {
            return false;
        }

        if (state == KnownResourceStates.Running && snapshot.HealthStatus is HealthStatus.Healthy)
        {
            _waiting.TryRemove(observed.Resource.Name, out _);
        }

        return state == KnownResourceStates.RuntimeUnhealthy || KnownResourceStates.TerminalStates.Contains(state);
    }

    // The orchestrator adds helpers that start only when somebody asks for them.
    private static bool IsStarted(IResource resource) =>
        resource is IComputeResource && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>();
}
