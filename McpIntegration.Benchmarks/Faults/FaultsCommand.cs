using System.Runtime.InteropServices;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>Runs every fault once and prints the table of docs/operations.md. Ends by itself in two minutes.</summary>
internal static class FaultsCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            await Console.Error.WriteLineAsync("The faults need signals (SIGSTOP, SIGTERM), which Windows lacks.");
            return 2;
        }

        using var stop = new CancellationTokenSource(Limit);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndOrderly);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndOrderly);
        try
        {
            return await RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return 1;
        }

        // The processes that were started have to be ended first.
        void EndOrderly(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var run = await FaultRun.StartAsync(FaultPace.Measuring, cancellationToken);
        await Console.Out.WriteLineAsync(FaultTable.Header);
        var isRight = true;
        await foreach (var result in run.RunAsync(cancellationToken))
        {
            await Console.Out.WriteLineAsync(FaultTable.Row(result));
            foreach (var complaint in result.Complaints)
            {
                await Console.Error.WriteLineAsync(complaint);
            }

            isRight &= result is { Wrong: 0, Lost: 0 };
        }

        return isRight ? 0 : 1;
    }
}
