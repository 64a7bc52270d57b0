using McpIntegration.InternalApiMock.Data;
using McpIntegration.InternalApiMock.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace McpIntegration.InternalApiMock.Query;

internal static class CollectionExtensions
{
    public static WebApplication MapCollections(this WebApplication app)
    {
        var data = app.Services.GetRequiredService<CompanyData>();
        var api = app.MapGroup("/api/v1");
        api.MapCollection(CompanyCollections.Users(data));
        api.MapCollection(CompanyCollections.Orders(data));
        api.MapCollection(CompanyCollections.Products(data));
        api.MapCollection(CompanyCollections.Tickets(data));
        api.MapGet(
            "/{collection}", () => ApiProblem.NotFound("The collections are users, orders, products and tickets."))
            .ExcludeFromDescription();
        return app;
    }

    private static void MapCollection<T>(this RouteGroupBuilder api, Collection<T> collection)
        where T : IRecord
    {
        Results<Ok<IReadOnlyList<T>>, ProblemHttpResult> Query(
            [AsParameters] QueryParameters parameters, HttpContext context) =>
            Answer(collection, parameters, context);

        api.MapGet(collection.Name, Query)
            .WithName($"query_{collection.Name}")
            .WithTags(collection.Name)
            .WithSummary($"The {collection.Name} that match, ordered by id.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddOpenApiOperationTransformer(
                (operation, _, _) => QueryDescription.DescribeAsync(operation, collection.FieldNames));
    }

    private static Results<Ok<IReadOnlyList<T>>, ProblemHttpResult> Answer<T>(
        Collection<T> collection, QueryParameters parameters, HttpContext context)
        where T : IRecord
    {
        if (!collection.TryQuery(parameters, out var page, out var problem))
        {
            return ApiProblem.BadRequest(problem);
        }

        if (page.NextCursor is not null)
        {
            var address = NextPage.Address(context.Request, parameters with { Cursor = page.NextCursor });
            context.Response.Headers.Link = $"<{address}>; rel=\"next\"";
        }

        return TypedResults.Ok(page.Records);
    }
}
