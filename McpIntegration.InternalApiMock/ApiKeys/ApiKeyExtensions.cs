using Microsoft.Extensions.Options;

namespace McpIntegration.InternalApiMock.ApiKeys;

internal static class ApiKeyExtensions
{
    public static WebApplicationBuilder AddApiKey(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>();
        builder.Services.AddOptions<ApiKeyOptions>().BindConfiguration(ApiKeyOptions.SectionName).ValidateOnStart();
        builder.Services.ConfigureAll<Microsoft.AspNetCore.OpenApi.OpenApiOptions>(options =>
            options.AddDocumentTransformer<ApiKeyDocumentTransformer>());
        return builder;
    }

    public static WebApplication UseApiKey(this WebApplication app)
    {
        app.UseMiddleware<ApiKeyMiddleware>();
        return app;
    }
}
