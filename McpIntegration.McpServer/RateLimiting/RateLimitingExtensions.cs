using McpIntegration.McpServer.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

internal static class RateLimitingExtensions
{
    /// <summary>The limit per caller, shared by all replicas through Redis. Needs <c>AddRedis</c>.</summary>
    public static IHostApplicationBuilder AddRateLimiting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RateLimitingOptions>, RateLimitingOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<RateLimitingOptions>, CostsWithinPermits>();
        builder.Services.AddOptions<RateLimitingOptions>()
            .BindConfiguration(RateLimitingOptions.SectionName)
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(RedisRateLimiter.Trial);
        builder.Services.AddSingleton<MemoryRateLimiter>();
        builder.Services.AddSingleton<RedisRateLimiter>();
        builder.Services.AddSingleton<RateLimitHeaders>();
        builder.Services.AddSingleton<RateLimitRefusal>();
        return builder;
    }

    /// <summary>Stands after authentication, whose caller it charges.</summary>
    public static IApplicationBuilder UseRateLimiting(this IApplicationBuilder app) =>
        app.UseMiddleware<RateLimitingMiddleware>();

    /// <summary>
    /// Adds the call filter that charges what a tool costs beyond 1. Needs <see cref="AddRateLimiting"/>.
    /// </summary>
    public static IMcpServerBuilder AddToolCosts(this IMcpServerBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RateLimitingOptions>, CostsNameTools>();
        return builder.AddCallFilter<ToolCostFilter>();
    }
}
