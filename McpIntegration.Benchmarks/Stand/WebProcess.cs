using System.Diagnostics;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>
/// A .NET web application as a process of its own on a free port of loopback, in Production, with what the runtime
/// itself counts in it (<see cref="StartupHook"/>).
/// </summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _pipe;

    private WebProcess(ChildProcess process, string pipe)
    {
        _process = process;
        _pipe = pipe;
    }

    public Uri Address => _process.Address;

    /// <param name="assembly">The path of the application's dll.</param>
    /// <param name="arguments">Its own arguments.</param>
    /// <param name="environment">Its settings.</param>
    public static async Task<WebProcess> StartAsync(
        string assembly,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var pipe = $"mcp-benchmarks-{Guid.NewGuid():N}";
        var process = await ChildProcess.StartAsync(
            port => Command(assembly, arguments, environment, port, pipe), "Application started.", cancellationToken);
        return new(process, pipe);
    }

    public Task<ProcessCounters> ReadCountersAsync(CancellationToken cancellationToken) =>
        ProcessCounters.ReadAsync(_pipe, cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static ProcessStartInfo Command(
        string assembly,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        int port,
        string pipe)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["DOTNET_STARTUP_HOOKS"] = typeof(WebProcess).Assembly.Location,
                [StartupHook.PipeVariable] = pipe,
                ["Logging__Console__LogLevel__Default"] = "Warning",

                // What says that it is ready.
                ["Logging__Console__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
