using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// The server as <c>dotnet publish</c> leaves it: the one that is already built, so that nothing is compiled again.
/// </summary>
public sealed class PublishedServer : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("published-");

    public IReadOnlyList<string> Files { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var project = Path.Combine(ApplicationProcess.SolutionFolder, "McpIntegration.McpServer");
        var run = await FinishedProcess.RunAsync(
            new ProcessStartInfo(
                "dotnet", ["publish", project, "--no-build", "--configuration", ApplicationProcess.Built, "--output", _folder.FullName]),
            Limit);

        Assert.True(run.ExitCode == 0, $"Nothing was published.\n{run.Output}\n{run.Errors}");
        Files = [.. _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.FullName)];
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
