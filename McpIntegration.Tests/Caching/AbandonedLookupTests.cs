using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

public sealed class AbandonedLookupTests : IAsyncLifetime
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeUpstream _upstream = new();
    private Replica? _replica;

    private RecordCache Cache => _replica?.Cache ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _replica = await Replica.StartAtAsync(null);

    public async Task DisposeAsync()
    {
        if (_replica is not null)
        {
            await _replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_call_is_cancelled_when_the_last_of_many_has_left()
    {
        using var leaving = new CancellationTokenSource();
        using var staying = new CancellationTokenSource();
        var left = Enumerable.Range(0, 20).Select(_ => AskForEverAsync(leaving.Token)).ToArray();
        var last = AskForEverAsync(staying.Token);

        await leaving.CancelAsync();
        Assert.All(left, waiting => Assert.True(waiting.IsCanceled || !waiting.IsCompleted));
        Assert.False(_cancelled.Task.IsCompleted);
        await staying.CancelAsync();

        await _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
    }

    [Fact]
    public async Task Who_asks_next_has_a_call_of_his_own_and_is_not_given_what_is_stale()
    {
        _upstream.Lifetime = TimeSpan.FromMilliseconds(50);
        await GetAsync(CancellationToken.None);
        await Eventually.TrueAsync("it is past its lifetime", async () =>
        {
            using var leaving = new CancellationTokenSource();
            var asked = AskForEverAsync(leaving.Token);
            await leaving.CancelAsync();
            return await Record.ExceptionAsync(() => asked) is OperationCanceledException;
        });
        await _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _upstream.Value = "new";

        var record = await GetAsync(CancellationToken.None);

        Assert.Equal(("new", CacheStatus.Miss), (record.Value, record.Status));
    }

    private Task<CachedRecord<string>> GetAsync(CancellationToken cancellationToken) =>
        Cache.GetAsync(Alice, "tool", "{}", _upstream.AskAsync, cancellationToken).AsTask();

    private Task<CachedRecord<string>> AskForEverAsync(CancellationToken cancellationToken) => Cache.GetAsync<string>(
        Alice,
        "tool",
        "{}",
        async abandoned =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, abandoned);
            }
            finally
            {
                _cancelled.TrySetResult();
            }

            throw new InvalidOperationException("It never ends by itself.");
        },
        cancellationToken).AsTask();
}
