namespace McpIntegration.InternalApiMock.ApiDescription;

/// <summary>The OpenAPI document of the routes under <c>/api</c>.</summary>
internal static class ApiDescriptionExtensions
{
    public static WebApplicationBuilder AddApiDescription(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer<ApiDocumentTransformer>());
        return builder;
    }

    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder app)
    {
        // Not with the document's name in the pattern: unknown names are then answered in plain text.
        app.MapOpenApi("/openapi/v1.json");
        return app;
    }
}
