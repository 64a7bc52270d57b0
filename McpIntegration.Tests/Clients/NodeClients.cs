using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.Clients;

/// <summary>The official TypeScript clients, at the exact versions of package.json, installed once beside the built tests.</summary>
internal static class NodeClients
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients");
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    /// <summary>The steps that the script printed, one JSON object a line.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(string script, params string[] arguments)
    {
        Requirement.OnPath("node", Npm);
        var fault = await Installation.Value;
        Requirement.Demand(fault is null, $"npm could not install the clients: {fault}");

        var run = await FinishedProcess.RunAsync(new("node", [script, .. arguments]) { WorkingDirectory = Folder }, ScriptLimit);

        Assert.True(run.ExitCode == 0, $"{script} failed after these steps:\n{run.Output}{run.Errors}");
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)).OfType<JsonObject>()];
    }

    // What is installed is known by a copy of its package.json, written last, so that an install that broke off is done again.
    private static async Task<string?> InstallAsync()
    {
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package.json"));
        var installed = Path.Combine(Folder, "node_modules", "installed.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
        {
            return null;
        }

        // No lock file: it would name this machine's registry. Without a network one retry is enough to know.
        string[] arguments = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1"];
        var npm = new ProcessStartInfo(Npm, arguments) { WorkingDirectory = Folder };
        try
        {
            var run = await FinishedProcess.RunAsync(npm, InstallLimit);
            if (run.ExitCode != 0)
            {
                return run.Errors;
            }
        }
        catch (OperationCanceledException)
        {
            return $"no end after {InstallLimit}";
        }

        await File.WriteAllTextAsync(installed, wanted);
        return null;
    }
}
