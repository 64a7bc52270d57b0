using Microsoft.AspNetCore.Diagnostics;

namespace McpIntegration.InternalApiMock.Problems;

/// <summary>
/// Every error is a problem document (RFC 9457), also those that routing or the server itself answers.
/// </summary>
internal static class ProblemsExtensions
{
    public static WebApplicationBuilder AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        return builder;
    }

    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that is too long or breaks off is the caller's mistake and keeps its own status.
            StatusCodeSelector = exception => exception is BadHttpRequestException bad
                ? bad.StatusCode
                : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(WriteAsync);
        return app;
    }

    // Not the built-in writer: it answers plain text when Accept does not name JSON.
    private static Task WriteAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var detail = status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this path. /openapi/v1.json lists every path.",
            StatusCodes.Status405MethodNotAllowed =>
                "This path does not take this method. The Allow header names those that it takes.",
            _ => null,
        };
        return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context.HttpContext);
    }
}
