using System.Diagnostics;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// keycloak/entrypoint.sh, beside a stand-in for Keycloak's own script that says who it is and what it was given.
/// </summary>
public sealed class EntrypointTests : IDisposable
{
    private const string Secret = "a-secret-of-this-deployment";
    private const string Resource = "https://mcp.example.com/mcp";
    private const string SecretIs =
        "Set it to the secret of the client mcp-machine, made for this deployment, as by: openssl rand -base64 32.\n";
    private const string ResourceIs =
        "Set it to the public address of the MCP endpoint, as in https://mcp.example.com/mcp.\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("entrypoint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData(null, Resource, "MCP_MACHINE_SECRET is not set. " + SecretIs)]
    [InlineData("", Resource, "MCP_MACHINE_SECRET is not set. " + SecretIs)]
    [InlineData("${MCP_MACHINE_SECRET}", Resource, "MCP_MACHINE_SECRET holds a placeholder that nothing has replaced. " + SecretIs)]
    [InlineData("development-only-secret", Resource, "MCP_MACHINE_SECRET is the one that development uses everywhere. " + SecretIs)]
    [InlineData(Secret, null, "MCP_RESOURCE is not set. " + ResourceIs)]
    [InlineData(Secret, "", "MCP_RESOURCE is not set. " + ResourceIs)]
    [InlineData(Secret, "${MCP_RESOURCE}", "MCP_RESOURCE holds a placeholder that nothing has replaced. " + ResourceIs)]
    public async Task Without_what_the_realm_needs_Keycloak_is_not_started_and_the_reason_is_said(
        string? secret, string? resource, string reason)
    {
        var run = await FinishedProcess.RunAsync(Start(secret, resource), Limit);

        Assert.Equal(new FinishedProcess(1, "", $"Keycloak is not started: {reason}"), run);
    }

    [SkippableFact]
    public async Task Otherwise_it_takes_the_shell_s_place_with_the_same_arguments_and_its_exit_code_counts()
    {
        var start = Start(Secret, Resource, "start", "--optimized", "an argument with blanks");
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start);
        Assert.NotNull(process);

        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal($"{process.Id}\nstart\n--optimized\nan argument with blanks\n", said);
        Assert.Equal(143, process.ExitCode);
    }

    private ProcessStartInfo Start(string? secret, string? resource, params string[] arguments)
    {
        Requirement.Demand(
            !OperatingSystem.IsWindows() && Requirement.IsOnPath("bash"), "There is no bash for a script of Linux.");
        var script = Path.Combine(_folder.FullName, "kc.sh");
        File.WriteAllText(script, "#!/bin/bash\nprintf '%s\\n' $$ \"$@\"\nexit 143\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.Copy(Path.Combine(RealmDocument.Folder, "entrypoint.sh"), Path.Combine(_folder.FullName, "entrypoint.sh"));
        var start = new ProcessStartInfo("bash", [Path.Combine(_folder.FullName, "entrypoint.sh"), .. arguments]);
        foreach (var (name, value) in new[] { ("MCP_MACHINE_SECRET", secret), ("MCP_RESOURCE", resource) })
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}
