using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Compose;

/// <summary>Compose itself on compose.yaml; it needs no engine for that.</summary>
public sealed class ComposeCommandTests : IDisposable
{
    private const string Given = "given0by0the0test0given0by0the0test";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] Demanded =
        [.. ComposeFile.Example.Where(item => item.IsSet).Select(item => item.Name)];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compose-");

    public static TheoryData<string> Variables => [.. Demanded];

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task It_reads_the_file_as_it_was_meant()
    {
        var run = await ConfigAsync(Demanded);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains($"redis:6379,password={Given}", run.Output, StringComparison.Ordinal);
        Assert.Contains("requirepass $$REDISCLI_AUTH", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Variables))]
    public async Task It_refuses_to_begin_without(string variable)
    {
        var run = await ConfigAsync(Demanded.Except([variable]));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(variable, run.Errors, StringComparison.Ordinal);
    }

    private async Task<FinishedProcess> ConfigAsync(IEnumerable<string> variables)
    {
        var command = await FindAsync();
        Requirement.Demand(command is not null, "Neither docker compose nor docker-compose is here.");
        var environment = Path.Combine(_folder.FullName, "environment");
        await File.WriteAllLinesAsync(environment, variables.Select(name => $"{name}={Given}"));
        return await RunAsync([.. command ?? [], "--file", ComposeFile.Path, "--env-file", environment, "config"]);
    }

    private static async Task<string[]?> FindAsync()
    {
        if (Requirement.IsOnPath("docker") && (await RunAsync(["docker", "compose", "version"])).ExitCode == 0)
        {
            return ["docker", "compose"];
        }

        return Requirement.IsOnPath("docker-compose") ? ["docker-compose"] : null;
    }

    private static Task<FinishedProcess> RunAsync(string[] command)
    {
        var start =
            new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = ApplicationProcess.SolutionFolder };
        foreach (var name in Demanded)
        {
            start.Environment.Remove(name);
        }

        return FinishedProcess.RunAsync(start, Limit);
    }
}
