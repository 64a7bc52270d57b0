using System.Diagnostics;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>How the parts are started: redis-server from PATH, and this solution's own as they were built.</summary>
internal static class Programs
{
    // .../McpIntegration.Benchmarks/bin/Release/net10.0/
    private static readonly DirectoryInfo Framework =
        new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string SolutionFolder { get; } = Path.GetFullPath(Path.Combine(Framework.FullName, "../../../.."));

    public static Task<ChildProcess> StartRedisAsync(CancellationToken cancellationToken) => ChildProcess.StartAsync(
        port => new(
            "redis-server", ["--bind", "127.0.0.1", "--protected-mode", "no", "--save", "", "--port", $"{port}"]),
        "Ready to accept connections",
        cancellationToken);

    public static Task<ChildProcess> StartWebAsync(
        string project,
        string environmentName,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken) => ChildProcess.StartAsync(
            port => Web(project, port, environmentName, settings), "Application started.", cancellationToken);

    private static ProcessStartInfo Web(
        string project, int port, string environmentName, IReadOnlyDictionary<string, string> settings)
    {
        var folder = Path.Combine(
            SolutionFolder, project, "bin", Framework.Parent?.Name ?? "", Framework.Name);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{project}.dll")])
        {
            WorkingDirectory = folder,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = environmentName,
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["Logging__LogLevel__Default"] = "Warning",
                // Which says that it is ready.
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
