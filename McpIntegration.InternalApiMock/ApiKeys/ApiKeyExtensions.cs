using Microsoft.Extensions.Options;

namespace McpIntegration.InternalApiMock.ApiKeys;

internal static class ApiKeyExtensions
{
    public static WebApplicationBuilder AddApiKey(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>();
        builder.Services.AddOptions<ApiKeyOptions>().BindConfiguration(ApiKeyOptions.SectionName).ValidateOnStart();
        return builder;
    }

    public static WebApplication UseApiKey(this WebApplication app)
    {
        app.UseMiddleware<ApiKeyMiddleware>();
        return app;
    }
}
