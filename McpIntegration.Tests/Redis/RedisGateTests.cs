using System.Diagnostics;
using System.Diagnostics.Metrics;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

public sealed class RedisGateTests
{
    private const string Silent = "Redis does not answer (";
    private const string Again = "Redis answers again: limits and cache are shared";

    /// <summary>What a busy machine may add to a bounded wait.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    [SkippableFact]
    public async Task A_hanging_server_is_waited_for_once_and_no_longer_than_one_operation_may_take()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsConfiguredAsync(redis);
        redis.Pause();

        var first = await TimeAsync(() => AskAsync(replica));
        var hundred = await TimeAsync(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                Assert.False(await AskAsync(replica));
            }
        });

        redis.Resume();
        Assert.InRange(first, TimeSpan.FromMilliseconds(45), TimeSpan.FromMilliseconds(50) + Slack);
        Assert.InRange(hundred, TimeSpan.Zero, Slack);
    }

    [SkippableFact]
    public async Task Each_change_of_state_is_said_once_however_many_ask()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);

        await redis.KillAsync();
        await Eventually.TrueAsync("the gate is closed", async () => !await AskAsync(replica));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AskAsync(replica)));
        await redis.RestartAsync();
        await replica.BecomesAsync(RedisState.Answering);

        Assert.True(await AskAsync(replica));
        Assert.Collection(
            replica.Warnings,
            line => Assert.StartsWith(Silent, line, StringComparison.Ordinal),
            line => Assert.Equal(Again, line));
    }

    [SkippableFact]
    public async Task It_opens_by_itself_when_a_hanging_server_goes_on()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsConfiguredAsync(redis);
        redis.Pause();
        await Eventually.TrueAsync("the gate is closed", async () => !await AskAsync(replica));

        redis.Resume();

        await replica.BecomesAsync(RedisState.Answering);
        Assert.True(await AskAsync(replica));
    }

    [SkippableFact]
    public async Task The_operations_of_one_request_wait_for_a_slow_server_no_longer_than_the_request_may()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        replica.Gate.BeginRequest();
        var answers = new List<bool>();

        var waited = await TimeAsync(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                answers.Add((await replica.Gate.TryAsync(SlowAsync, CancellationToken.None)).Answered);
            }
        });

        Assert.InRange(waited, TimeSpan.FromMilliseconds(95), TimeSpan.FromMilliseconds(100) + Slack);
        Assert.False(answers[^1]);
        Assert.Equal(RedisState.Answering, replica.Gate.State);
        Assert.True((await replica.Gate.TryInBackgroundAsync(database => database.PingAsync(), CancellationToken.None)).Answered);
    }

    [SkippableFact]
    public async Task A_caller_that_leaves_does_not_close_it()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        using var left = new CancellationTokenSource();
        var asked = replica.Gate.TryAsync(_ => new TaskCompletionSource<bool>().Task, left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asked);
        Assert.Equal(RedisState.Answering, replica.Gate.State);
    }

    [SkippableFact]
    public async Task A_process_that_did_not_run_for_a_while_does_not_take_Redis_for_silent()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica =
            await Replica.StartAtAsync(redis.ConnectionString, ("Redis:OperationTimeout", "00:00:00.100"));
        await replica.BecomesAsync(RedisState.Answering);

        var answer = await replica.Gate.TryAsync(
            _ =>
            {
                Thread.Sleep(300);
                return new TaskCompletionSource<bool>().Task;
            },
            CancellationToken.None);

        Assert.False(answer.Answered);
        Assert.Equal(RedisState.Answering, replica.Gate.State);
        Assert.Empty(replica.Warnings);
    }

    [SkippableFact]
    public async Task Its_state_is_a_metric()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await Replica.StartAsync(redis);
        var meters = replica.Services.GetRequiredService<IMeterFactory>();
        using var status = new MetricCollector<int>(
            meters, "McpIntegration.McpServer", "internal_data_server.redis.status");

        Assert.Equal("answering", Measured(status));

        await redis.KillAsync();
        await Eventually.TrueAsync("the gate is closed", async () => !await AskAsync(replica));

        Assert.Equal("silent", Measured(status));
    }

    /// <summary>The one state that is measured as 1; each of the others is measured as 0.</summary>
    private static string? Measured(MetricCollector<int> status)
    {
        status.Clear();
        status.RecordObservableInstruments();
        var all = status.GetMeasurementSnapshot();
        Assert.Equal((5, 1), (all.Count, all.Sum(measurement => measurement.Value)));
        return (string?)all.Single(measurement => measurement.Value == 1).Tags["internal_data_server.redis.state"];
    }

    private static async Task<Replica> StartAsConfiguredAsync(RedisProcess redis)
    {
        var replica = await Replica.StartAtAsync(redis.ConnectionString);
        await replica.BecomesAsync(RedisState.Answering);
        return replica;
    }

    private static async Task<TimeSpan> SlowAsync(IDatabase database)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(30));
        return await database.PingAsync();
    }

    private static async Task<bool> AskAsync(Replica replica) =>
        (await replica.Gate.TryAsync(database => database.PingAsync(), CancellationToken.None)).Answered;

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }
}
