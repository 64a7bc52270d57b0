using System.Diagnostics;
using System.Globalization;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>Who waits for as many seconds as a refusal says is served, and who waits one less is not.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task In_memory()
    {
        var time = new FakeTimeProvider();
        var app = new McpServerApp
        {
            ConfigureServices = services => services.AddSingleton(
                provider => new MemoryRateLimiter(provider.GetRequiredService<IOptions<RateLimitingOptions>>(), time)),
            Settings = { ["RateLimiting:Permits"] = "2" },
        };
        await app.InitializeAsync();
        await PingAsync(app);
        time.Advance(TimeSpan.FromSeconds(10.5));
        await PingAsync(app);

        Assert.Equal(890, await PingAsync(app));
        time.Advance(TimeSpan.FromSeconds(889));
        Assert.Equal(1, await PingAsync(app));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await PingAsync(app));
        await app.DisposeAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_Redis_of_which_another_replica_s_grants_are_known(bool isGarnet)
    {
        await using var redis = await (isGarnet ? RedisProcess.StartGarnetAsync() : RedisProcess.StartRedisAsync());
        await using var servers =
            await TwoServers.StartAsync(redis, ("RateLimiting:Permits", "1"), ("RateLimiting:Window", "00:00:02"));
        var token = servers.One.Issuer.Token("", "alice");
        Assert.Null(await PingAsync(servers.One, token));

        var asked = Stopwatch.GetTimestamp();
        var told =
            await PingAsync(servers.Other, token) ?? throw new InvalidOperationException("A whole window had passed.");
        var answered = Stopwatch.GetTimestamp();

        Assert.InRange(told, 1, 3);
        await Eventually.TrueAsync("it is served", async () =>
        {
            var waited = Stopwatch.GetElapsedTime(answered);
            var isServed = await PingAsync(servers.Other, token) is null;
            Assert.True(isServed || waited < TimeSpan.FromSeconds(told), $"Refused after {waited}, told {told} s.");
            return isServed;
        });
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.FromSeconds(told - 1), TimeSpan.MaxValue);
    }

    /// <returns>The seconds to wait, as header and body agree on; null when it was served.</returns>
    private static async Task<int?> PingAsync(McpServerApp app, string? token = null)
    {
        using var answer = await app.PostAsync(McpMessages.Ping, token ?? app.Issuer.Token("", "alice"));
        var message = await answer.ReadJsonAsync();
        var told = (int?)message["error"]?["data"]?["retry_after"];
        Assert.Equal(
            (told is null ? 200 : 429, told?.ToString(CultureInfo.InvariantCulture)),
            ((int)answer.StatusCode, answer.Header("Retry-After")));
        return told;
    }
}
