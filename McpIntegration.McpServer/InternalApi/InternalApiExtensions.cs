using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

internal static class InternalApiExtensions
{
    /// <summary>
    /// The typed client with exactly one resilience pipeline: its own, in place of the service defaults'.
    /// </summary>
    public static void AddInternalApi(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<InternalApiOptions, InternalApiOptionsValidator>()
            .BindConfiguration(InternalApiOptions.SectionName);
        services.AddSingleton<IValidateOptions<InternalApiOptions>, InternalApiTimesValidator>();
        services.AddTransient<BoundedBodyHandler>();
        var client = services.AddHttpClient<InternalApiClient>((provider, http) =>
            Configure(http, provider.GetRequiredService<IOptions<InternalApiOptions>>().Value));
        // RemoveAllResilienceHandlers is the documented way to replace the defaults' pipeline; marked experimental.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
        client.AddStandardResilienceHandler().Configure((pipeline, provider) =>
            Configure(pipeline, provider.GetRequiredService<IOptions<InternalApiOptions>>().Value));
        client.AddHttpMessageHandler<BoundedBodyHandler>();
    }

    private static void Configure(HttpClient http, InternalApiOptions options)
    {
        // A path in the address is kept only when it ends in a slash.
        http.BaseAddress = options.BaseAddress is { } address
            ? new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri
            : null;
        http.DefaultRequestHeaders.Add("X-API-Key", options.ApiKey);
        http.DefaultRequestHeaders.Accept.Add(new("application/json"));

        // The pipeline's own bound comes first; this one only ends what the pipeline does not see.
        http.Timeout = options.TotalTimeout + TimeSpan.FromSeconds(1);
    }

    private static void Configure(HttpStandardResilienceOptions pipeline, InternalApiOptions options)
    {
        pipeline.RateLimiter.DefaultRateLimiterOptions.PermitLimit = options.MaxConcurrency;
        pipeline.TotalRequestTimeout.Timeout = options.TotalTimeout;
        pipeline.Retry.MaxRetryAttempts = options.Retries;
        pipeline.Retry.Delay = TimeSpan.FromMilliseconds(200);
        pipeline.Retry.UseJitter = true;
        pipeline.Retry.DisableForUnsafeHttpMethods();

        // A long Retry-After must not be slept through while a person waits: the caller is told when to come back
        // instead.
        pipeline.Retry.ShouldRetryAfterHeader = false;
        pipeline.AttemptTimeout.Timeout = options.AttemptTimeout;
        pipeline.CircuitBreaker.SamplingDuration = TimeSpan.FromTicks(
            Math.Max(options.AttemptTimeout.Ticks * 2, TimeSpan.FromSeconds(10).Ticks));
        pipeline.CircuitBreaker.MinimumThroughput = 20;
        pipeline.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(5);
    }
}
