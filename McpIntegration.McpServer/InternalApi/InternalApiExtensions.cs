using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

internal static class InternalApiExtensions
{
    /// <summary>
    /// The client with exactly one resilience pipeline: its own, in place of the service defaults'.
    /// </summary>
    public static void AddInternalApi(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<InternalApiOptions, InternalApiOptionsValidator>()
            .BindConfiguration(InternalApiOptions.SectionName);
        services.AddSingleton<IValidateOptions<InternalApiOptions>, InternalApiRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OnBehalfOfSigner>();
        services.AddSingleton<InternalApiClient>();
        services.AddTransient<BoundedBodyHandler>();
        var client = services.AddHttpClient(InternalApiClient.HttpClientName, (provider, http) =>
            Configure(http, provider.GetRequiredService<IOptions<InternalApiOptions>>().Value));
        client.UseOwnConnections();
        client.AddStandardResilienceHandler().Configure((pipeline, provider) =>
            InternalApiPipeline.Configure(
                pipeline,
                provider.GetRequiredService<IOptions<InternalApiOptions>>().Value,
                provider.GetRequiredService<TimeProvider>()));
        client.AddHttpMessageHandler<BoundedBodyHandler>();
        client.AddUpstreamTokens();
    }

    /// <summary>
    /// Within an attempt, so that the one pipeline bounds and repeats the token's request as it does the API's.
    /// </summary>
    private static void AddUpstreamTokens(this IHttpClientBuilder client)
    {
        client.Services.AddSingleton<UpstreamTokens>();
        client.Services.AddTransient<UpstreamTokenHandler>();
        client.Services.AddHttpClient(UpstreamTokens.HttpClientName, UpstreamTokens.Configure).UseOwnConnections();
        client.ConfigureAdditionalHttpMessageHandlers((handlers, provider) =>
        {
            if (provider.GetRequiredService<IOptions<InternalApiOptions>>().Value.TokenEndpoint is not null)
            {
                handlers.Add(provider.GetRequiredService<UpstreamTokenHandler>());
            }
        });
    }

    private static void UseOwnConnections(this IHttpClientBuilder client)
    {
        // At Trace they hand the headers on, the API key among them: starred in the message, whole in its attributes.
        client.RemoveAllLoggers();

        // RemoveAllResilienceHandlers is the documented way to replace the defaults' pipeline; marked experimental.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001

        // Nothing is decompressed (the handler's default): a small answer cannot grow past the bound.
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
    }

    private static void Configure(HttpClient http, InternalApiOptions options)
    {
        // A path in the address is kept only when it ends in a slash.
        http.BaseAddress = options.BaseAddress is { } address
            ? new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri
            : null;
        if (options.TokenEndpoint is null)
        {
            http.DefaultRequestHeaders.Add("X-API-Key", options.ApiKey);
        }

        http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        http.DefaultRequestHeaders.AcceptEncoding.Add(new("identity"));

        // The pipeline's own bound comes first; this one only ends what the pipeline does not see.
        http.Timeout = options.TotalTimeout + TimeSpan.FromSeconds(1);
    }
}
