using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Telemetry;

/// <summary>The built server as a process of its own, on a free port, and what it writes to its console.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public int Port { get; private set; }

    public string Console
    {
        get
        {
            lock (_console)
            {
                return _console.ToString();
            }
        }
    }

    /// <param name="environment">Beside a free port, in Development.</param>
    /// <param name="folder">Where it was built; null for where it was built together with the tests.</param>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        folder ??= AppContext.BaseDirectory.Replace(
            "McpIntegration.Tests", "McpIntegration.McpServer", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "McpIntegration.McpServer.dll")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(start);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._started.Task.WaitAsync(StartLimit);
        return server;
    }

    /// <summary>Asks it to end, as an orchestrator does.</summary>
    public void Terminate() => _process.Signal("TERM");

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_console)
        {
            _console.AppendLine(line);
        }

        if (line is null)
        {
            _started.TrySetException(new InvalidOperationException($"The server ended: {Console}"));
        }
        else if (Listening().Match(line) is { Success: true } address)
        {
            Port = int.Parse(address.Groups["port"].ValueSpan);
        }
        else if (line.Contains("Application started.", StringComparison.Ordinal))
        {
            // It listens a little earlier than it is ready.
            _started.TrySetResult();
        }
    }

    // Now listening on: http://127.0.0.1:40123
    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
