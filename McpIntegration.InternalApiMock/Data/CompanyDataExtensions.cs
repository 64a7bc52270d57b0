using System.ComponentModel;
using System.Text.Json.Serialization;
using McpIntegration.InternalApiMock.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace McpIntegration.InternalApiMock.Data;

internal static class CompanyDataExtensions
{
    public static WebApplicationBuilder AddCompanyData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CompanyData>();
        // Otherwise every number is described as "a number or a string with digits".
        builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        return builder;
    }

    public static IEndpointRouteBuilder MapUserProfile(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/users/{id}", Find)
            .WithName("get_user")
            .WithTags("users")
            .WithSummary("One user.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static Results<Ok<User>, ProblemHttpResult> Find(
        [Description("For example user-123.")] string id, CompanyData data) =>
        data.FindUser(id) is { } user ? TypedResults.Ok(user) : ApiProblem.NotFound("No user has this id.");
}
