using Microsoft.Extensions.Configuration;

namespace McpIntegration.AppHost.Startup;

/// <summary>
/// Asks the engine's own client, since no API tells before the application is built whether containers can run.
/// </summary>
internal static class ContainerEngine
{
    /// <summary>Where the orchestrator reads which engine to use.</summary>
    public const string OrchestratorKey = "DcpPublisher:ContainerRuntime";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The client that answered, the configured one or docker before podman; null when none did within two seconds.
    /// </summary>
    public static async Task<string?> FindAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var configured = configuration[OrchestratorKey] ?? configuration["ASPIRE_CONTAINER_RUNTIME"];
        string[] clients = string.IsNullOrEmpty(configured) ? ["docker", "podman"] : [configured];
        var answers = await Task.WhenAll(clients.Select(client => AnswersAsync(client, cancellationToken)));
        return clients.Zip(answers).FirstOrDefault(pair => pair.Second).First;
    }

    /// <summary>Refuses the start when the model has containers and no engine to run them.</summary>
    public static async Task DemandAsync(
        DistributedApplicationModel model, IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (model.Resources.Any(resource => resource.IsContainer())
            && await FindAsync(configuration, cancellationToken) is null)
        {
            throw new StartRefusedException(
                "No container engine answers: start Docker or Podman, or run without containers with --Mode embedded.");
        }
    }

    private static async Task<bool> AnswersAsync(string client, CancellationToken cancellationToken) =>
        await Command.RunAsync(client, ["container", "ls", "--last", "1", "--quiet"], Patience, cancellationToken)
            is { ExitCode: 0 };
}
