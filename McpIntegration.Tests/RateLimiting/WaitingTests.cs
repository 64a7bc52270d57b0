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
        await using var servers = await TwoServers.StartAsync(redis, ("RateLimiting:Permits", "1"), ("RateLimiting:Window", "00:00:02"));
        var token = servers.One.Issuer.Token("", "alice");
        Assert.Null(await PingAsync(servers.One, token));

        var told = await PingAsync(servers.Other, token) ?? 0;
        var refused = Stopwatch.StartNew();

        Assert.InRange(told, 2, 3);
        await Eventually.TrueAsync("a second less has passed", () => refused.Elapsed >= TimeSpan.FromSeconds(told - 1));
        Assert.Equal(1, await PingAsync(servers.Other, token));
        await Eventually.TrueAsync("the time has passed", () => refused.Elapsed >= TimeSpan.FromSeconds(told));
        Assert.Null(await PingAsync(servers.Other, token));
    }

    /// <returns>The seconds to wait, as header and body agree on; null when it was served.</returns>
    private static async Task<int?> PingAsync(McpServerApp app, string? token = null)
    {
        using var answer = await app.PostAsync(McpMessages.Ping, token ?? app.Issuer.Token("", "alice"));
        var message = await answer.ReadJsonAsync();
        var told = (int?)message["error"]?["data"]?["retry_after"];
        Assert.Equal((told is null ? 200 : 429, told?.ToString(CultureInfo.InvariantCulture)), ((int)answer.StatusCode, answer.Header("Retry-After")));
        return told;
    }
}
