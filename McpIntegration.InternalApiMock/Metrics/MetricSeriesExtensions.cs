using System.ComponentModel;
using McpIntegration.InternalApiMock.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace McpIntegration.InternalApiMock.Metrics;

internal static class MetricSeriesExtensions
{
    public static WebApplicationBuilder AddMetricSeries(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MetricSource>();
        return builder;
    }

    public static IEndpointRouteBuilder MapMetricSeries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/metrics/{type}", Read)
            .WithName("get_metrics")
            .WithTags("metrics")
            .WithSummary(
                "A series up to now: usage (requests per minute), performance (milliseconds) or health (percent).")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) => MetricDescription.DescribeAsync(operation));
        return app;
    }

    private static Results<Ok<MetricSeries>, ProblemHttpResult> Read(
        string type,
        [Description("How far back.")] string? range,
        MetricSource source)
    {
        if (!MetricNames.Types.TryGetValue(type, out var known))
        {
            return ApiProblem.NotFound($"The metrics are {string.Join(", ", MetricNames.Types.Keys)}.");
        }

        var wanted =
            range is null ? MetricRange.Day : MetricRange.Every.FirstOrDefault(candidate => candidate.Name == range);
        return wanted is null
            ? ApiProblem.BadRequest(
                $"range must be one of {string.Join(", ", MetricRange.Every.Select(candidate => candidate.Name))}.")
            : TypedResults.Ok(source.Read(known, wanted));
    }
}
