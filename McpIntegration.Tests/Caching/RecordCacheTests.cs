using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Caching;

/// <summary>What one replica does by itself; no Redis is needed for it.</summary>
public sealed class RecordCacheTests : IAsyncLifetime
{
    private static readonly Caller Alice = new("https://issuer.example", "alice");
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
    public async Task The_first_is_a_miss_and_the_next_a_hit_that_knows_its_age()
    {
        var first = await GetAsync(Alice);
        var second = await GetAsync(Alice);

        Assert.Equal(("value", CacheStatus.Miss, "MISS"), (first.Value, first.Status, first.StatusText));
        Assert.Equal(("value", CacheStatus.Hit, "HIT"), (second.Value, second.Status, second.StatusText));
        Assert.InRange(second.Age, first.Age, TimeSpan.FromSeconds(10));
        Assert.Equal(1, _upstream.Calls);
    }

    [Theory]
    [InlineData("https://issuer.example", "bob", "tool", "{}")]
    [InlineData("https://other.example", "alice", "tool", "{}")]
    [InlineData("https://issuer.examplea", "lice", "tool", "{}")]
    [InlineData("https://issuer.example", "alice", "tool2", "{}")]
    [InlineData("https://issuer.example", "alice", "tool", "{\"limit\":1}")]
    [InlineData("https://issuer.example", "alice", "tool{", "}")]
    public async Task Another_caller_tool_or_arguments_are_another_record(
        string issuer, string subject, string tool, string arguments)
    {
        await GetAsync(Alice);
        _upstream.Value = "another";

        var record = await Cache.GetAsync(
            new Caller(issuer, subject), tool, arguments, _upstream.AskAsync, CancellationToken.None);

        Assert.Equal(("another", CacheStatus.Miss), (record.Value, record.Status));
    }

    [Fact]
    public async Task Fifty_who_ask_at_once_cost_one_call()
    {
        _upstream.Held = true;
        var asked = Enumerable.Range(0, 50).Select(_ => GetAsync(Alice)).ToArray();

        _upstream.Release();
        var records = await Task.WhenAll(asked);

        Assert.All(records, record => Assert.Equal("value", record.Value));
        Assert.Equal(1, _upstream.Calls);
    }

    [Fact]
    public async Task Fifty_who_ask_at_once_share_one_failure_and_the_next_call_is_made_anew()
    {
        _upstream.Held = true;
        _upstream.Failure = new HttpRequestException("upstream");
        var asked = Enumerable.Range(0, 50).Select(_ => GetAsync(Alice)).ToArray();

        _upstream.Release();

        foreach (var waiting in asked)
        {
            Assert.Same(_upstream.Failure, await Assert.ThrowsAsync<HttpRequestException>(() => waiting));
        }

        Assert.Equal(1, _upstream.Calls);
        _upstream.Failure = null;
        Assert.Equal(CacheStatus.Miss, (await GetAsync(Alice)).Status);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_the_call_from_nobody_else()
    {
        _upstream.Held = true;
        using var leaving = new CancellationTokenSource();
        var first = GetAsync(Alice, leaving.Token);
        var second = GetAsync(Alice);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _upstream.Release();

        Assert.Equal(
            ("value", CacheStatus.Miss), (await second) is var record ? (record.Value, record.Status) : default);
        Assert.Equal(1, _upstream.Calls);
    }

    [Theory]
    [InlineData(typeof(HttpRequestException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task When_the_upstream_fails_past_the_lifetime_the_record_is_served_as_stale(Type failure)
    {
        _upstream.Lifetime = TimeSpan.FromMilliseconds(50);
        await GetAsync(Alice);
        _upstream.Failure = (Exception?)Activator.CreateInstance(failure);

        await Eventually.TrueAsync("it is stale", async () => (await GetAsync(Alice)).Status == CacheStatus.Stale);

        var record = await GetAsync(Alice);
        Assert.Equal(("value", "STALE"), (record.Value, record.StatusText));
        Assert.InRange(record.Age, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
        Assert.Equal(2, _upstream.Calls);
    }

    [Fact]
    public async Task A_record_that_may_not_go_stale_is_not_served_past_its_lifetime()
    {
        _upstream.Lifetime = TimeSpan.FromMilliseconds(50);
        _upstream.MayGoStale = false;
        await GetAsync(Alice);
        _upstream.Failure = new HttpRequestException("upstream");

        await Eventually.TrueAsync(
            "it fails", async () => await Record.ExceptionAsync(() => GetAsync(Alice)) is HttpRequestException);
    }

    [Fact]
    public async Task A_dropped_record_is_gone_at_once_even_for_a_call_that_was_under_way()
    {
        _upstream.Held = true;
        var underWay = GetAsync(Alice);
        await Cache.DropCallerAsync(Alice, CancellationToken.None);
        _upstream.Release();
        await underWay;
        _upstream.Value = "new";

        var record = await GetAsync(Alice);

        Assert.Equal(("new", CacheStatus.Miss), (record.Value, record.Status));
    }

    [Fact]
    public async Task A_lifetime_that_would_outlive_a_drop_is_the_code_s_mistake()
    {
        _upstream.Lifetime = RecordCache.LongestLifetime + TimeSpan.FromTicks(1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => GetAsync(Alice));
    }

    private Task<CachedRecord<string>> GetAsync(Caller caller, CancellationToken cancellationToken = default) =>
        Cache.GetAsync(caller, "tool", "{}", _upstream.AskAsync, cancellationToken).AsTask();
}
