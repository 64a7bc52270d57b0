using McpIntegration.Benchmarks.Faults;
using Xunit;

namespace McpIntegration.Tests.Faults;

/// <summary>What the command <c>faults</c> measures, in short, and without waiting for records to age.</summary>
public sealed class ShortFaultRun : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Dictionary<string, FaultResult> _results = [];

    private static bool IsPossible => !OperatingSystem.IsWindows() && Requirement.IsOnPath("redis-server");

    internal FaultResult Of(string fault)
    {
        ProcessSignals.SkipWithoutSignals();
        Requirement.OnPath("redis-server");
        return _results[fault];
    }

    public async Task InitializeAsync()
    {
        if (!IsPossible)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Limit);
        await using var run =
            await FaultRun.StartAsync(new FaultPace(TimeSpan.FromSeconds(1), Ageing: null), limit.Token);
        await foreach (var result in run.RunAsync(limit.Token))
        {
            _results[result.Fault] = result;
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
