using System.Diagnostics;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>A process of this run's own, which ends with it.</summary>
internal sealed class LocalProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private LocalProcess(Process process)
    {
        _process = process;
    }

    public int Id => _process.Id;

    /// <summary>
    /// Starts it and waits for the line that says it is ready; gives the line too. All that it writes later is read and
    /// dropped, or a full pipe would stop it.
    /// </summary>
    public static async Task<(LocalProcess Process, string ReadyLine)> StartAsync(
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
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return (new LocalProcess(process), line);
                }
            }

            throw new InvalidOperationException($"{start.FileName} ended before it was ready.");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
