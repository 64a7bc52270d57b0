using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>
/// A process of this run's own on a port of loopback, which can be killed, started again on the same port, and sent
/// signals. Nothing that this run did not start is ever touched.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Func<int, ProcessStartInfo> _command;
    private readonly string _readyText;
    private Process _process;

    private ChildProcess(Func<int, ProcessStartInfo> command, string readyText, int port, Process process)
    {
        _command = command;
        _readyText = readyText;
        Port = port;
        _process = process;
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<ChildProcess> StartAsync(
        Func<int, ProcessStartInfo> command, string readyText, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                var process = await StartAsync(command(port), readyText, cancellationToken);
                return new(command, readyText, port, process);
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Another process has taken the port meanwhile.
            }
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var ended = _process;
        _process = await StartAsync(_command(Port), _readyText, cancellationToken);
        ended.Dispose();
    }

    /// <summary>As a crash: without a word to anybody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>As an orchestrator ends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static async Task<Process> StartAsync(
        ProcessStartInfo start, string readyText, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains(readyText, StringComparison.Ordinal))
                {
                    // Read on, or a full pipe would stop it.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return process;
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        process.Dispose();
        throw new InvalidOperationException($"{start.FileName} ended before it was ready.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
