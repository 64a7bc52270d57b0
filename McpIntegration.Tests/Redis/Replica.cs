using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.McpServer.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// What one replica of the server has of Redis, limiter and cache, as the server registers it, without the HTTP around
/// it.
/// </summary>
internal sealed class Replica : IAsyncDisposable
{
    public const string CachingKey = "a-secret-that-all-the-replicas-share";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly IHost _host;

    private Replica(IHost host) => _host = host;

    public RedisGate Gate => _host.Services.GetRequiredService<RedisGate>();

    public RedisRateLimiter Limiter => _host.Services.GetRequiredService<RedisRateLimiter>();

    public RecordCache Cache => _host.Services.GetRequiredService<RecordCache>();

    public IServiceProvider Services => _host.Services;

    /// <summary>What it logged as a warning or worse, in order.</summary>
    public string[] Warnings => [.. _host.Services.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Level >= LogLevel.Warning).Select(record => record.Message)];

    /// <summary>
    /// A replica that has found Redis and is patient with it: what it proves does not hang on how busy this machine is.
    /// </summary>
    public static Task<Replica> StartAsync(RedisProcess redis, params (string Key, string Value)[] settings) =>
        StartAsync(redis, TimeProvider.System, settings);

    /// <summary>As the other, on a clock of the test's.</summary>
    public static async Task<Replica> StartAsync(
        RedisProcess redis, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var replica = await StartAsync(
            redis.ConnectionString,
            services =>
            {
                BePatient(services, redis);
                services.AddSingleton(time);
            },
            settings);
        await replica.BecomesAsync(RedisState.Answering);
        return replica;
    }

    /// <summary>A replica with the product's own bounds, wherever Redis is or is not.</summary>
    public static Task<Replica> StartAtAsync(string? address, params (string Key, string Value)[] settings) =>
        StartAsync(address, _ => { }, settings);

    /// <summary>As the other, with services of the test's.</summary>
    public static Task<Replica> StartAtAsync(string address, Action<IServiceCollection> configure) =>
        StartAsync(address, configure, []);

    /// <summary>Waits for Redis as long as a busy machine may need; also for a whole server.</summary>
    public static void BePatient(IServiceCollection services, RedisProcess redis, TimeSpan? requestTimeout = null)
    {
        services.AddSingleton(Options.Create(requestTimeout is { } timeout
            ? new RedisOptions { OperationTimeout = Patience, RequestTimeout = timeout }
            : new RedisOptions { OperationTimeout = Patience }));
        services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(redis.ConnectionString);
            RedisExtensions.Tune(options);
            options.AsyncTimeout = (int)Patience.TotalMilliseconds;
            return ConnectionMultiplexer.Connect(options);
        });
    }

    public Task BecomesAsync(RedisState state) => Eventually.TrueAsync($"Redis is {state}", () => Gate.State == state);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task<Replica> StartAsync(
        string? address, Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:cache", address),
            new("Caching:Key", CachingKey),
        ]);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddFakeLogging();
        builder.AddRedis();
        builder.AddRateLimiting();
        builder.AddRecordCache();
        configure(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new Replica(host);
    }
}
