using System.Net;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Redis;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// Two replicas of the whole server: one issuer and one internal API, those of the first, and one Redis, which both are
/// patient with.
/// </summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private TwoServers(McpServerApp one, McpServerApp other, ConnectionMultiplexer connection)
    {
        (One, Other) = (one, other);
        _connection = connection;
    }

    public McpServerApp One { get; }

    public McpServerApp Other { get; }

    public TestIssuer Issuer => One.Issuer;

    /// <summary>A connection of the test's own.</summary>
    public IDatabase Database => _connection.GetDatabase();

    public static async Task<TwoServers> StartAsync(RedisProcess redis, params (string Key, string Value)[] settings)
    {
        var one = await CreateAsync(redis, settings);
        var other = await CreateAsync(
            redis,
            [
                ("Authentication:Issuer", one.Issuer.Issuer),
                ("InternalApi:BaseAddress", one.Api.BaseAddress.AbsoluteUri),
                .. settings,
            ]);
        await AnswersAsync(one);
        await AnswersAsync(other);
        return new TwoServers(one, other, await redis.ConnectAsync());
    }

    /// <summary>A replica that is not started yet.</summary>
    public static async Task<McpServerApp> CreateAsync(RedisProcess redis, params (string Key, string Value)[] settings)
    {
        var app = new McpServerApp
        {
            Settings =
            {
                ["ConnectionStrings:cache"] = redis.ConnectionString,
                ["RateLimiting:Permits"] = "10000",
                ["Authentication:FailuresPerMinute"] = "10000",
            },
            ConfigureServices = services =>
            {
                services.AddFakeLogging();
                Replica.BePatient(services, redis, Replica.Patience);
            },
        };
        foreach (var (key, value) in settings)
        {
            app.Settings[key] = value;
        }

        await app.InitializeAsync();
        return app;
    }

    public static string[] Warnings(McpServerApp app) => [.. app.Services.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning).Select(record => record.Message)];

    public string EntryOf(string subject) => DenyList.EntryOf(new Caller(Issuer.Issuer, subject));

    /// <summary>How each of them answers a request with this token.</summary>
    public async Task<(HttpStatusCode One, HttpStatusCode Other)> StatusAsync(string token)
    {
        using var one = await One.PostAsync(McpMessages.Ping, token);
        using var other = await Other.PostAsync(McpMessages.Ping, token);
        return (one.StatusCode, other.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Other.DisposeAsync();
        await One.DisposeAsync();
    }

    private static Task AnswersAsync(McpServerApp app) => Eventually.TrueAsync(
        "the replica has found Redis", () => app.Services.GetRequiredService<RedisGate>().State == RedisState.Answering);
}
