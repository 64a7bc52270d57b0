namespace McpIntegration.AppHost.Startup;

/// <summary>Why a resource failed, in the sentence that says what to do. Its log stands above the sentence.</summary>
internal static class StartFailure
{
    public static string Explain(ResourceEvent failed, bool engineAnswers)
    {
        var resource = failed.Resource;
        var state = failed.Snapshot.State?.Text;
        if (state == KnownResourceStates.RuntimeUnhealthy || (resource.IsContainer() && !engineAnswers))
        {
            return EngineIsGone(resource.Name);
        }

        if (state != KnownResourceStates.FailedToStart)
        {
            var code = failed.Snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "";
            return $"{resource.Name} ended{code} before it was ever healthy: "
                + "mend what its lines above say and start again.";
        }

        return resource.TryGetContainerImageName(out var image)
            ? $"{resource.Name} could not be started from the image {image}: its lines above say why; "
                + "pull the image by hand, or run without containers with --Mode embedded."
            : $"{resource.Name} could not be started: mend what its lines above say and start again.";
    }

    public static string EngineIsGone(string resource) =>
        $"{resource} cannot run because the container engine stopped answering: "
        + "restart the engine, or run without containers with --Mode embedded.";
}
