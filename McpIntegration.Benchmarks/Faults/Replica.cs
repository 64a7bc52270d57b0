using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>
/// One server process as a client's side sees it: whether it says that it is ready, looked at 4 times a second.
/// </summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private volatile ReplicaHealth _health = ReplicaHealth.NotReady;

    public Replica(ChildProcess process)
    {
        Process = process;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = process.Address };

        // The name that the server has in public, whatever its port is here.
        Http.DefaultRequestHeaders.Host = "localhost:3000";
        _looking = LookAsync(_stop.Token);
    }

    public ChildProcess Process { get; }

    public HttpClient Http { get; }

    public ReplicaHealth Health => _health;

    public async Task BecomesAsync(ReplicaHealth health, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_health != health)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Process.DisposeAsync();
        Http.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            _health = await AskAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<ReplicaHealth> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            return !answer.IsSuccessStatusCode ? ReplicaHealth.NotReady
                : body.Contains("\"degraded\"", StringComparison.Ordinal) ? ReplicaHealth.Degraded
                : ReplicaHealth.Ready;
        }
        catch (HttpRequestException)
        {
            // It has ended, or does not listen yet.
            return ReplicaHealth.NotReady;
        }
    }
}
