using System.Diagnostics;

namespace McpIntegration.Tests;

/// <summary>A program that ran to its end: its exit code and what it printed, with line ends as \n.</summary>
internal sealed record FinishedProcess(int ExitCode, string Output, string Errors)
{
    public static async Task<FinishedProcess> RunAsync(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var timeout = new CancellationTokenSource(limit);
        using var process = new Process { StartInfo = start };
        process.Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new FinishedProcess(process.ExitCode, OneLineEnd(await output), OneLineEnd(await errors));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string OneLineEnd(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
