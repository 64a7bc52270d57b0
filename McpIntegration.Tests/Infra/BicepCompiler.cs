using System.Diagnostics;

namespace McpIntegration.Tests.Infra;

/// <summary>The Bicep compiler, offline: it has the types of Azure's resources inside.</summary>
internal static class BicepCompiler
{
    /// <summary>The tests that run it, one after the other: it takes seconds of a whole processor.</summary>
    public const string TestGroup = "Bicep compiler";

    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<(string? File, string Reason)>> Found = new(FindAsync);

    /// <summary>Skips the test where this machine's feed has no compiler for it.</summary>
    public static async Task DemandAsync()
    {
        var (file, reason) = await Found.Value;
        Requirement.Demand(file is not null, $"The Bicep compiler cannot be had here: {reason}");
    }

    /// <param name="folder">The folder of Bicep files in which it runs.</param>
    /// <param name="environment">All that the files may read of the environment.</param>
    public static async Task<FinishedProcess> RunAsync(
        BicepFolder folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var (file, reason) = await Found.Value;
        var start = new ProcessStartInfo(file ?? throw new InvalidOperationException(reason), arguments)
        {
            WorkingDirectory = folder.FullName,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        // It unpacks itself below one of these, and reads nothing of the person's own settings there.
        start.Environment["HOME"] =
            start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(AppContext.BaseDirectory, "bicep");
        start.Environment["SYSTEMROOT"] = Environment.GetEnvironmentVariable("SYSTEMROOT");
        return await FinishedProcess.RunAsync(start, Limit);
    }

    private static async Task<(string? File, string Reason)> FindAsync()
    {
        var project = Path.Combine(AppContext.BaseDirectory, "Infra", "BicepCompiler.proj");
        var restore = await DotnetAsync("restore", project);
        if (restore.ExitCode != 0)
        {
            return (null, restore.Output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? restore.Output);
        }

        var folder = (await DotnetAsync("msbuild", project, "-getProperty:CompilerFolder")).Output.Trim();
        var file = Path.Combine(folder, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");
        return File.Exists(file) ? (file, "") : (null, $"{file} does not exist.");
    }

    private static Task<FinishedProcess> DotnetAsync(params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bicep"));
        return FinishedProcess.RunAsync(new ProcessStartInfo("dotnet", arguments), RestoreLimit);
    }
}
