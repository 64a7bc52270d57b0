using System.Diagnostics;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

/// <summary>The one pipeline in front of the internal API, by the attempts that the mock counts.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private static readonly TimeSpan Break = TimeSpan.FromMilliseconds(500);

    private readonly SignallingTimeProvider _apiTime = new();
    private readonly McpServerApp _app;

    public PipelineTests() => _app = new()
    {
        Api = new() { Time = _apiTime },

        // How busy this machine is makes no timeout.
        Settings =
        {
            ["RateLimiting:Permits"] = "10000",
            ["InternalApi:AttemptTimeout"] = "00:00:25",
            ["InternalApi:TotalTimeout"] = "00:00:59",
            ["Edge:RequestTimeout"] = "00:02:00",
        },
        ConfigureServices = services => services.ConfigureAll<HttpStandardResilienceOptions>(pipeline =>
        {
            pipeline.CircuitBreaker.BreakDuration = Break;

            // So that the retry after the last failure comes before the break is over.
            pipeline.Retry.Delay = TimeSpan.FromMilliseconds(1);
        }),
    };

    private int Attempts => _app.Api.ReceivedRequests.Count;

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("00:00:59", 1, 3)]
    [InlineData("00:00:31", 3, 2)]
    [InlineData("00:00:26", 1, 1)]
    [InlineData("00:00:59", 35, 1)]
    public async Task Retry_After_is_waited_for_while_an_attempt_still_fits_after_it_and_else_passed_on(
        string total, int seconds, int attempts)
    {
        _app.Settings["InternalApi:TotalTimeout"] = total;
        _app.Api.SetFault($"status=503;retry-after={seconds}");
        var asked = Stopwatch.GetTimestamp();

        using var answer = await QueryAsync("alice");

        Assert.Equal(
            $"The internal API is not available now. Try again in {seconds} seconds.",
            await answer.ReadToolErrorAsync());
        Assert.Equal(attempts, Attempts);
        Assert.InRange(
            Stopwatch.GetElapsedTime(asked), TimeSpan.FromSeconds(seconds) * (attempts - 1), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Requests_beyond_the_bound_are_refused_at_once()
    {
        _app.Settings["InternalApi:MaxConcurrency"] = "1";
        _app.Api.SetFault("delay=2000;times=1");
        var first = QueryAsync("alice");
        await Eventually.TrueAsync("the first is under way", () => Attempts == 1);

        using var second = await QueryAsync("bob");

        Assert.False(first.IsCompleted);
        Assert.Equal(
            "The internal API is busy with other requests. Try again in 2 seconds.", await second.ReadToolErrorAsync());
        Assert.Equal(1, Attempts);
        await _apiTime.TimerCreated;
        _apiTime.Advance(TimeSpan.FromSeconds(2));
        using var answer = await first;
        Assert.Equal("MISS", answer.Header("X-Cache"));
    }

    [Fact]
    public async Task The_circuit_opens_after_many_failures_tries_once_and_closes_when_that_succeeds()
    {
        _app.Api.SetFault("status=503");
        for (var call = 0; call < 6; call++)
        {
            using var failed = await QueryAsync("alice");
        }

        Assert.Equal(18, Attempts);
        var opening = Stopwatch.GetTimestamp();
        Assert.True(await IsOpenAsync());
        Assert.True(await IsOpenAsync());
        Assert.InRange(Attempts, 20, 20 + TriesSince(opening));

        var asked = Attempts;
        var trying = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync("it tried once and failed", async () => await IsOpenAsync() && Attempts > asked);
        Assert.InRange(Attempts, asked + 1, asked + 1 + TriesSince(trying));

        asked = Attempts;
        _app.Api.SetFault("status=404;times=1");
        await Eventually.TrueAsync("it tried once and closed", async () => !await IsOpenAsync());
        Assert.Equal(asked + 1, Attempts);
        using var answer = await QueryAsync("alice");
        Assert.Equal(("MISS", asked + 2), (answer.Header("X-Cache"), Attempts));
    }

    /// <summary>It tries once for each break, and how long this takes is the machine's affair.</summary>
    private static int TriesSince(long started) => (int)(Stopwatch.GetElapsedTime(started) / Break);

    /// <summary>
    /// Whether a call is answered without the API's being asked, or with a break that has just begun again.
    /// </summary>
    private async Task<bool> IsOpenAsync()
    {
        using var answer = await QueryAsync("alice");
        return (await answer.ReadToolErrorAsync()).StartsWith(
            "The internal API is not available now.", StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> QueryAsync(string subject) =>
        _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query", subject));
}
