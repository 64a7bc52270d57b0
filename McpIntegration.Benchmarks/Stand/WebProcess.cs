using System.Diagnostics;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>
/// A .NET web application as a process of its own on a free port of loopback, in Production, with what the runtime
/// itself counts in it (<see cref="StartupHook"/>).
/// </summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private const string ReadyText = "Now listening on: ";
    private readonly LocalProcess _process;
    private readonly string _pipe;

    private WebProcess(LocalProcess process, Uri address, string pipe)
    {
        _process = process;
        _pipe = pipe;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <param name="assembly">The path of the application's dll.</param>
    /// <param name="arguments">Its own arguments.</param>
    /// <param name="environment">Its settings.</param>
    public static async Task<WebProcess> StartAsync(
        string assembly,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var pipe = $"mcp-benchmarks-{Guid.NewGuid():N}";
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DOTNET_STARTUP_HOOKS"] = typeof(WebProcess).Assembly.Location,
                [StartupHook.PipeVariable] = pipe,
                ["Logging__Console__LogLevel__Default"] = "Warning",

                // What says the port.
                ["Logging__Console__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var (process, line) = await LocalProcess.StartAsync(start, ReadyText, cancellationToken);

        // "      Now listening on: http://127.0.0.1:40123"
        return new(process, new Uri(line[(line.IndexOf(ReadyText, StringComparison.Ordinal) + ReadyText.Length)..]), pipe);
    }

    public Task<ProcessCounters> ReadCountersAsync(CancellationToken cancellationToken) =>
        ProcessCounters.ReadAsync(_pipe, cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
