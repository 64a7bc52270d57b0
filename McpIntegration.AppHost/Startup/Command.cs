using System.ComponentModel;
using System.Diagnostics;

namespace McpIntegration.AppHost.Startup;

/// <summary>The outcome of a short command.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    /// <summary>Null when there is no such program or it did not end within the limit.</summary>
    public static async Task<Command?> RunAsync(
        string program, string[] arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            // Not on this machine.
            return null;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(timeout.Token),
                process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return new Command(process.ExitCode, string.Concat(output));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }
}
