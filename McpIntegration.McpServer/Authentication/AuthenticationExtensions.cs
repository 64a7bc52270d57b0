using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

internal static class AuthenticationExtensions
{
    private const int MaxDocumentSize = 1_048_576;

    /// <summary>
    /// Stands behind <c>AddRedis</c>: the list of the denied is read from there before the first request.
    /// </summary>
    public static void AddTokenAuthentication(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<AuthenticationOptions, AuthenticationOptionsValidator>()
            .BindConfiguration(AuthenticationOptions.SectionName);
        services.AddSingleton<IValidateOptions<AuthenticationOptions>, AuthenticationAddressesValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ValidatedTokens>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddIssuerKeys();
        services.AddSingleton<ResourceMetadata>();
        services.AddSingleton<Challenge>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<TokenRejection>();
        services.AddHostedService<SharedAddressNotice>();
        services.AddSingleton<DeniedCallers>();
        services.AddHostedService<DenyListReader>();
    }

    /// <summary>The check of every request, and the document that says where tokens come from.</summary>
    public static void UseTokenAuthentication(this WebApplication app)
    {
        app.UseMiddleware<AuthenticationMiddleware>();
        app.Services.GetRequiredService<ResourceMetadata>().Map(app);
    }

    private static void AddIssuerKeys(this IServiceCollection services)
    {
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<IssuerKeysReader>();
        services.AddHostedService<IssuerKeysLoader>();
        var client = services.AddHttpClient(IssuerKeysReader.HttpClientName, http =>
        {
            http.Timeout = TimeSpan.FromSeconds(5);
            http.MaxResponseContentBufferSize = MaxDocumentSize;
        });

        // The loader itself tries again. RemoveAllResilienceHandlers is the documented way, marked experimental.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
