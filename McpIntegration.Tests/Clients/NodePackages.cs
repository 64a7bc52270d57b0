using System.Diagnostics;

namespace McpIntegration.Tests.Clients;

/// <summary>
/// The official packages for Node, at the exact versions of package.json, installed once beside the built tests.
/// </summary>
internal static class NodePackages
{
    private const int OldestVersion = 22;
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
    private static readonly Lazy<Task<string?>> Installation = new(InstallAsync);

    /// <summary>Where package.json and node_modules are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Clients");

    /// <summary>Skips the test where Node or the packages are not to be had.</summary>
    public static async Task RequireAsync()
    {
        Requirement.OnPath("node", Npm);
        var fault = await Installation.Value;
        Requirement.Demand(fault is null, $"The packages for Node cannot be had: {fault}");
    }

    /// <summary>Runs a program of a package to its end.</summary>
    /// <param name="program">Its script, as in @scope/package/index.js.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="arguments">Of the program.</param>
    public static async Task<FinishedProcess> RunAsync(string program, TimeSpan limit, params string[] arguments)
    {
        await RequireAsync();
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "node_modules", program), .. arguments])
        {
            WorkingDirectory = Folder,
        };

        // What the program keeps for its user is kept here: it is to find nothing there, and to leave nothing.
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = Path.Combine(Folder, "home");
        return await FinishedProcess.RunAsync(start, limit);
    }

    // What is installed is known by a copy of its package.json, written last, so that an install that broke off is done
    // again.
    private static async Task<string?> InstallAsync()
    {
        var version = (await FinishedProcess.RunAsync(new("node", ["--version"]), InstallLimit)).Output.Trim();
        if (!Version.TryParse(version.TrimStart('v'), out var parsed) || parsed.Major < OldestVersion)
        {
            return $"they need Node {OldestVersion} or newer, and this is {version}";
        }

        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package.json"));
        var installed = Path.Combine(Folder, "node_modules", "installed.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
        {
            return null;
        }

        // No lock file: it would name this machine's registry. Without a network one retry is enough to know.
        string[] arguments =
            ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--fetch-retries=1"];
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
