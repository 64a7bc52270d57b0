using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpIntegration.InternalApiMock.ReceivedRequests;

/// <summary>Lets tests count attempts and see what arrived. In Development only.</summary>
internal static class ReceivedRequestsExtensions
{
    private const string Path = "/development/requests";

    public static WebApplicationBuilder AddReceivedRequests(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RequestRecord>();
        return builder;
    }

    public static WebApplication UseReceivedRequests(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.UseMiddleware<RequestRecordMiddleware>();
            app.MapGet(Path, (RequestRecord record) => record.All()).ExcludeFromDescription();
            app.MapDelete(Path, Clear).ExcludeFromDescription();
        }

        return app;
    }

    private static NoContent Clear(RequestRecord record)
    {
        record.Clear();
        return TypedResults.NoContent();
    }
}
