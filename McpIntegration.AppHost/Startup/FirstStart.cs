namespace McpIntegration.AppHost.Startup;

/// <summary>
/// Follows every resource until it was healthy once. A resource that ends before that will never come: whatever waits for it
/// would wait for ever. What ends later is the dashboard's matter.
/// </summary>
internal sealed class FirstStart(DistributedApplicationModel model)
{
    private readonly HashSet<string> _waiting = [.. model.Resources.Where(IsStarted).Select(resource => resource.Name)];

    public bool AllHealthy => _waiting.Count == 0;

    /// <summary>Takes note of an event; the answer is the sentence that explains why the start failed, or null.</summary>
    public string? Observe(ResourceEvent observed)
    {
        var name = observed.Resource.Name;
        var state = observed.Snapshot.State?.Text;
        if (!_waiting.Contains(name) || state is null)
        {
            return null;
        }

        if (state == KnownResourceStates.Running && observed.Snapshot.HealthStatus is Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy)
        {
            _waiting.Remove(name);
        }

        return Explain(observed.Resource, state, observed.Snapshot.ExitCode);
    }

    private static bool IsStarted(IResource resource) =>
        resource is IComputeResource && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>();

    private static string? Explain(IResource resource, string state, int? exitCode)
    {
        if (state == KnownResourceStates.RuntimeUnhealthy)
        {
            return $"{resource.Name} cannot run because the container engine stopped answering: "
                + "restart the engine, or run without containers with --Mode embedded.";
        }

        if (state == KnownResourceStates.FailedToStart && resource.TryGetContainerImageName(out var image))
        {
            return $"{resource.Name} did not start from the image {image}: if its lines above name the image or the registry, "
                + $"pull it by hand to see why, or run without containers with --Mode embedded.";
        }

        if (state == KnownResourceStates.FailedToStart)
        {
            return $"{resource.Name} could not be started: mend what its lines above say and start again.";
        }

        return KnownResourceStates.TerminalStates.Contains(state)
            ? $"{resource.Name} ended{(exitCode is { } code ? $" with exit code {code}" : "")} before it was ever healthy: "
                + "mend what its lines above say and start again."
            : null;
    }
}
