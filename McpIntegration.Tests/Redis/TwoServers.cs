using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// Two replicas of the whole server: one issuer and one internal API, those of the first, and one Redis, which both are
/// patient with.
/// </summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private TwoServers(McpServerApp one, McpServerApp other) => (One, Other) = (one, other);

    public McpServerApp One { get; }

    public McpServerApp Other { get; }

    public static async Task<TwoServers> StartAsync(RedisProcess redis, params (string Key, string Value)[] settings)
    {
        var (one, other) = (Create(redis, settings), Create(redis, settings));
        await one.InitializeAsync();
        other.Settings["Authentication:Issuer"] = one.Issuer.Issuer;
        other.Settings["InternalApi:BaseAddress"] = one.Api.BaseAddress.AbsoluteUri;
        foreach (var app in (McpServerApp[])[one, other])
        {
            await Eventually.TrueAsync(
                "Redis is found", () => app.Services.GetRequiredService<McpServer.Redis.RedisGate>().State == McpServer.Redis.RedisState.Answering);
        }

        return new TwoServers(one, other);
    }

    public async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await One.DisposeAsync();
    }

    private static McpServerApp Create(RedisProcess redis, (string Key, string Value)[] settings)
    {
        var app = new McpServerApp
        {
            ConfigureServices = services => Replica.BePatient(services, redis, Replica.Patience),
            Settings = { ["ConnectionStrings:cache"] = redis.ConnectionString },
        };
        foreach (var (key, value) in settings)
        {
            app.Settings[key] = value;
        }

        return app;
    }
}
