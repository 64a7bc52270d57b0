using System.Runtime.InteropServices;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// Ends a run in an orderly way when it is told to stop or takes too long, so that none of its processes stays behind.
/// </summary>
internal sealed class RunEnd : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _end = new(Limit);
    private readonly PosixSignalRegistration[] _signals;

    public RunEnd()
    {
        _signals = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGTERM)];
    }

    public CancellationToken Token => _end.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _end.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _end.Cancel();
    });
}
