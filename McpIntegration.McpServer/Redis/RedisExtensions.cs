using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpIntegration.McpServer.Redis;

internal static class RedisExtensions
{
    private const string ConnectionName = "cache";

    /// <summary>
    /// Redis behind <see cref="RedisGate"/>, at <c>ConnectionStrings:cache</c>; without that address there is none.
    /// </summary>
    public static IHostApplicationBuilder AddRedis(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        builder.Services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.SectionName).ValidateOnStart();
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
        builder.Services.AddSingleton(CreateGate);
        if (builder.Configuration.RedisAddress() is not { } address)
        {
            builder.Services.AddWatch(RedisState.Absent);
            return builder;
        }

        // A malformed address stops the start; found only at the first look, it would pass for a silent Redis.
        _ = ConfigurationOptions.Parse(address);

        // The gate says once what the client library would say with every attempt.
        builder.Logging.AddFilter("StackExchange.Redis", LogLevel.None);
        builder.AddRedisClient(ConnectionName, settings => settings.DisableHealthChecks = true, Tune);
        builder.Services.AddWatch(RedisState.Connecting);
        return builder;
    }

    /// <summary>Null where no Redis is configured.</summary>
    public static string? RedisAddress(this IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName) is { } address && !string.IsNullOrWhiteSpace(address)
            ? address
            : null;

    /// <summary>
    /// Notices a lost server within a second and is usable again within another, and never queues what it cannot send.
    /// </summary>
    public static void Tune(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectTimeout = 1000;
        options.SyncTimeout = 100;
        options.AsyncTimeout = 100;
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        options.ReconnectRetryPolicy = new LinearRetry(500);

        // A replica that was promoted is written to only after this check; a minute by default.
        options.ConfigCheckSeconds = 5;
    }

    private static void AddWatch(this IServiceCollection services, RedisState initial)
    {
        services.AddSingleton(
            provider => new RedisAvailability(initial, provider.GetRequiredService<ILogger<RedisGate>>()));
        services.AddHostedService<RedisWatch>();
    }

    private static RedisGate CreateGate(IServiceProvider services)
    {
        var gate = new RedisGate(
            services.GetRequiredService<RedisAvailability>(), services.GetRequiredService<IOptions<RedisOptions>>());
        RedisMetrics.Observe(services.GetRequiredService<IMeterFactory>(), gate);
        return gate;
    }
}
