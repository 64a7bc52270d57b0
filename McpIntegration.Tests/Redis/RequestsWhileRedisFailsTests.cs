using System.Diagnostics;
using System.Net;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// The whole server with requests coming in, with the product's own bounds, while Redis fails in every way it can.
/// </summary>
public sealed class RequestsWhileRedisFailsTests
{
    /// <summary>What a busy machine may add to the tenth of a second that a request may wait.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["killed"] = new(redis => redis.KillAsync(), redis => redis.RestartAsync(), RedisState.Silent),
        ["hanging"] = new(redis => Done(redis.Pause), redis => Done(redis.Resume), RedisState.Silent),
        ["slow"] = new(
            redis => RunAsync(redis, "CLIENT PAUSE 60000 WRITE"),
            redis => RunAsync(redis, "CLIENT UNPAUSE"),
            RedisState.Silent),
        ["read-only"] = new(
            redis => RunAsync(redis, "REPLICAOF 127.0.0.1 1"),
            redis => RunAsync(redis, "REPLICAOF NO ONE"),
            RedisState.Refusing),
        ["out of memory"] = new(
            redis => RunAsync(redis, "CONFIG SET maxmemory 1"),
            redis => RunAsync(redis, "CONFIG SET maxmemory 0"),
            RedisState.Refusing),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [SkippableTheory]
    [MemberData(nameof(FaultNames))]
    public async Task Every_request_is_served_in_time_and_each_change_is_said_once(string name)
    {
        var fault = Faults[name];
        await using var redis = await RedisProcess.StartRedisAsync();
        var app = Create(redis.ConnectionString);
        await app.InitializeAsync();
        using var warm = await AskAsync(app);
        await ServeUntilAsync(app, RedisState.Answering);
        var said = Warnings(app).Length;

        await fault.BreakAsync(redis);
        await ServeUntilAsync(app, fault.State);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => ServeAsync(app)));
        using var degraded = await app.Client.GetAsync("/health");

        await fault.MendAsync(redis);
        await ServeUntilAsync(app, RedisState.Answering);
        using var healthy = await app.Client.GetAsync("/health");

        Assert.Equal(
            (HttpStatusCode.OK, "degraded"),
            (degraded.StatusCode, (string?)(await degraded.ReadJsonAsync())["status"]));
        Assert.Equal(
            (HttpStatusCode.OK, "healthy"), (healthy.StatusCode, (string?)(await healthy.ReadJsonAsync())["status"]));
        AssertSaidOnce(
            Warnings(app)[said..],
            fault.State == RedisState.Silent ? "Redis does not answer (" : "Redis refuses commands (");
        Assert.DoesNotContain(
            app.Services.GetFakeLogCollector().GetSnapshot(),
            record => record.Message.Contains("with status Degraded", StringComparison.Ordinal));
        await app.DisposeAsync();
    }

    [SkippableTheory]
    [InlineData("dead")]
    [InlineData("hanging")]
    [InlineData("another password")]
    public async Task A_server_starts_without_Redis_serves_and_finds_it_later(string name)
    {
        await using var redis = await RedisProcess.StartRedisAsync("--requirepass", "right");
        var app = Create($"{redis.ConnectionString},password={(name == "another password" ? "wrong" : "right")}");
        await app.InitializeAsync();
        await (name == "dead" ? redis.KillAsync() : Done(name == "hanging" ? redis.Pause : () => { }));

        var started = Stopwatch.GetTimestamp();
        _ = app.Services;
        var took = Stopwatch.GetElapsedTime(started);
        using var warm = await AskAsync(app);
        await ServeUntilAsync(app, RedisState.Silent);
        using var degraded = await app.Client.GetAsync("/health");

        await (name == "dead" ? redis.RestartAsync() : name == "hanging" ? Done(redis.Resume) : RunAsync(redis, "CONFIG SET requirepass wrong"));
        await ServeUntilAsync(app, RedisState.Answering);

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2) + Slack);
        Assert.Equal(
            (HttpStatusCode.OK, "degraded"),
            (degraded.StatusCode, (string?)(await degraded.ReadJsonAsync())["status"]));
        AssertSaidOnce(Warnings(app), "Redis does not answer (");
        await app.DisposeAsync();
    }

    /// <summary>A machine that is busy enough may add changes of its own; not one of them is said twice.</summary>
    private static void AssertSaidOnce(string[] lines, string first)
    {
        Assert.StartsWith(first, lines[0], StringComparison.Ordinal);
        Assert.Equal("Redis answers again: limits and cache are shared", lines[^1]);
        Assert.All(lines.Zip(lines[1..]), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static McpServerApp Create(string address) => new()
    {
        ConfigureServices = services => services.AddFakeLogging(),
        Settings = { ["ConnectionStrings:cache"] = address, ["RateLimiting:Permits"] = "10000" },
    };

    private static Task ServeUntilAsync(McpServerApp app, RedisState state) =>
        Eventually.TrueAsync($"Redis is {state}", async () =>
    {
        await ServeAsync(app);
        return app.Services.GetRequiredService<RedisGate>().State == state;
    });

    /// <summary>A request that needs Redis four times: for the limit, for two epochs, and for a record.</summary>
    private static async Task ServeAsync(McpServerApp app)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await AskAsync(app);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal(
            (HttpStatusCode.OK, "\"default\";q=10000;w=900"), (answer.StatusCode, answer.Header("RateLimit-Policy")));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMilliseconds(100) + Slack);
    }

    private static Task<HttpResponseMessage> AskAsync(McpServerApp app) =>
        app.CallAsync("get_user_profile", """{"userId":"user-123"}""", app.Issuer.Token("mcp:read", "alice"));

    private static string[] Warnings(McpServerApp app) => [.. app.Services.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning && record.Category == typeof(RedisGate).FullName).Select(
            record => record.Message)];

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task RunAsync(RedisProcess redis, string command)
    {
        using var admin =
            await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},allowAdmin=true,password=right");
        var words = command.Split(' ');
        await admin.GetServers()[0].ExecuteAsync(words[0], words[1..]);
    }

    private sealed record Fault(
        Func<RedisProcess, Task> BreakAsync, Func<RedisProcess, Task> MendAsync, RedisState State);
}
