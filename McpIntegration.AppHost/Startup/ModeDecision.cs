namespace McpIntegration.AppHost.Startup;

internal static class ModeDecision
{
    private const string Key = "Mode";

    /// <summary>
    /// Publishing looks at nothing of the machine. Otherwise <c>--Mode</c> decides, and without it a container engine
    /// that answers.
    /// </summary>
    public static async Task<RunMode> DecideModeAsync(this IDistributedApplicationBuilder builder)
    {
        var (mode, reason) = await DecideAsync(builder);
        await Console.Out.WriteLineAsync($"Mode: {mode.ToString().ToLowerInvariant()} ({reason}).");
        return mode;
    }

    private static async Task<(RunMode Mode, string Reason)> DecideAsync(IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return (RunMode.Publish, "nothing of this machine matters");
        }

        return builder.Setting(Key) switch
        {
            null => await AskEngineAsync(builder),
            var text when text.Equals("containers", StringComparison.OrdinalIgnoreCase) =>
                (RunMode.Containers, "by --Mode"),
            var text when text.Equals("embedded", StringComparison.OrdinalIgnoreCase) =>
                (RunMode.Embedded, "by --Mode"),
            var text => throw new StartRefusedException($"--Mode is '{text}': give containers, embedded, or nothing."),
        };
    }

    private static async Task<(RunMode Mode, string Reason)> AskEngineAsync(IDistributedApplicationBuilder builder)
    {
        if (await ContainerEngine.FindAsync(builder.Configuration, CancellationToken.None) is not { } engine)
        {
            return (RunMode.Embedded, "no container engine answers");
        }

        // Of two installed engines the orchestrator must take the one that answered.
        builder.Configuration[ContainerEngine.OrchestratorKey] = engine;
        return (RunMode.Containers, $"{engine} answers");
    }
}
