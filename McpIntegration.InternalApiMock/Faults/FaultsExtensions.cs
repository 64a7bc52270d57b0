using McpIntegration.InternalApiMock.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpIntegration.InternalApiMock.Faults;

/// <summary>
/// Faults on request: by the header X-Fault for one request, or stored for those to come. In Development only.
/// </summary>
internal static class FaultsExtensions
{
    private const string Path = "/development/faults";

    public static WebApplicationBuilder AddFaults(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<StoredFault>();
        return builder;
    }

    public static WebApplication UseFaults(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.UseMiddleware<FaultMiddleware>();
            app.MapPut(Path, StoreAsync).ExcludeFromDescription();
            app.MapDelete(Path, Remove).ExcludeFromDescription();
        }

        return app;
    }

    private static async Task<IResult> StoreAsync(
        HttpRequest request, StoredFault stored, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (!FaultText.TryRead(text.Trim(), out var fault))
        {
            return ApiProblem.BadRequest(FaultText.Form);
        }

        stored.Set(fault);
        return TypedResults.NoContent();
    }

    private static NoContent Remove(StoredFault stored)
    {
        stored.Set(null);
        return TypedResults.NoContent();
    }
}
