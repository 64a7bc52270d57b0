using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>Every fault in turn, each from health to health, while clients go on asking.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int Workers = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The circuit breaker alone takes five seconds.</summary>
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(20);

    private readonly FaultPace _pace;
    private readonly Stage _stage;
    private readonly Client _client;
    private readonly Questions _questions = new();
    private long _oldOnesAsked;

    private FaultRun(FaultPace pace, Stage stage, Client client)
    {
        _pace = pace;
        _stage = stage;
        _client = client;
    }

    public static async Task<FaultRun> StartAsync(FaultPace pace, CancellationToken cancellationToken)
    {
        var stage = await Stage.StartAsync(cancellationToken);
        try
        {
            var truth = new Truth(await stage.ReadUsersAsync(Questions.Users, cancellationToken));
            var client = new Client(truth, await stage.TokenAsync(cancellationToken));
            var run = new FaultRun(pace, stage, client);
            await run.AskOldOnesAsync(cancellationToken);
            run._oldOnesAsked = Stopwatch.GetTimestamp();
            return run;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async IAsyncEnumerable<FaultResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; number < Fault.All.Count; number++)
        {
            var fault = Fault.All[number];
            if (fault.IsOfTheApi && fault.Name != Fault.ApiSlow)
            {
                await AgeAsync(cancellationToken);
            }

            yield return await RunAsync(fault, number, cancellationToken);
            if (fault.Name == Fault.Restarts)
            {
                // The new processes read them from Redis, with their age.
                await AskOldOnesAsync(cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private async Task<FaultResult> RunAsync(Fault fault, int number, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int? oldOnes = _pace.Ageing is not null && fault.IsOfTheApi ? number : null;
        var workers = Enumerable.Range(0, Workers).Select(_ => WorkAsync(tally, oldOnes, stop.Token)).ToArray();
        TimeSpan backAfter;
        try
        {
            await fault.BreakAsync(_stage, cancellationToken);
            await Task.Delay(_pace.Duration, cancellationToken);
            await fault.MendAsync(_stage, cancellationToken);
            var mended = Stopwatch.GetTimestamp();
            await IsRightAsync(fault, cancellationToken);
            backAfter = Stopwatch.GetElapsedTime(mended);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(workers);
        }

        return tally.ToResult(fault.Name, backAfter);
    }

    /// <summary>The last question is waited for: what is cut off by its asker would count as nobody's fault.</summary>
    private async Task WorkAsync(Tally tally, int? oldOnes, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!stop.IsCancellationRequested)
        {
            var question = _questions.Next(oldOnes);
            var asked = Stopwatch.GetTimestamp();
            var (verdict, text) = await _client.AskAsync(_stage.Balancer.Next(), question, CancellationToken.None);
            tally.Add(verdict, text, asked);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task IsRightAsync(Fault fault, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BackLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        foreach (var replica in _stage.Balancer.Replicas)
        {
            while (!await IsRightAsync(replica))
            {
                if (limit.IsCancellationRequested)
                {
                    throw new InvalidOperationException($"Not right again {BackLimit} after: {fault.Name}.");
                }

                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    private async Task<bool> IsRightAsync(Replica replica) =>
        (await _client.AskAsync(replica, _questions.New(), CancellationToken.None)).Verdict == Verdict.Correct;

    private async Task AskOldOnesAsync(CancellationToken cancellationToken)
    {
        if (_pace.Ageing is null)
        {
            return;
        }

        var numbers = Enumerable.Range(0, Fault.All.Count).Where(number => Fault.All[number].IsOfTheApi);
        foreach (var question in numbers.SelectMany(Questions.OldOnes))
        {
            foreach (var replica in _stage.Balancer.Replicas)
            {
                await _client.AskAsync(replica, question, cancellationToken);
            }
        }
    }

    private async Task AgeAsync(CancellationToken cancellationToken)
    {
        var left = (_pace.Ageing ?? TimeSpan.Zero) - Stopwatch.GetElapsedTime(_oldOnesAsked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, cancellationToken);
        }
    }
}
