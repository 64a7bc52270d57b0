using System.Globalization;
using System.Net.Mime;

namespace McpIntegration.InternalApiMock.Faults;

/// <summary>Answers that a caller must be able to live with.</summary>
internal static class FaultAnswer
{
    private const string WholeBody =
        """[{"id":"user-001","name":"Somebody"},{"id":"user-002","name":"Somebody else"}]""";
    private const int OversizedRecords = 2_000;

    // About 1 KB, so that the whole answer is about 2 MB.
    private static readonly string OversizedRecord = $$"""{"id":"user-001","name":"{{new string('x', 1_000)}}"}""";

    public static Task WriteAsync(HttpContext context, Fault fault)
    {
        if (fault.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = fault.Status ?? StatusCodes.Status200OK;
        return fault.Body switch
        {
            FaultBody.Malformed => WriteMalformedAsync(context),
            FaultBody.Truncated => WriteTruncatedAsync(context),
            FaultBody.Oversized => WriteOversizedAsync(context),
            FaultBody.Redirect => RedirectAsync(context),
            _ =>
                TypedResults.Problem("This answer was asked for as a fault.", statusCode: fault.Status)
                    .ExecuteAsync(context),
        };
    }

    private static Task WriteMalformedAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.WriteAsync("""[{"id": "user-001", "name": }]""", context.RequestAborted);
    }

    private static async Task WriteTruncatedAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = WholeBody.Length;
        // The server closes the connection of an answer that stays short of its length. Aborting would be a race: the
        // reset can overtake what was written.
        await context.Response.WriteAsync(WholeBody[..(WholeBody.Length / 2)], context.RequestAborted);
    }

    private static async Task WriteOversizedAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        await context.Response.WriteAsync("[", context.RequestAborted);
        for (var written = 0; written < OversizedRecords; written++)
        {
            await context.Response.WriteAsync(
                written == 0 ? OversizedRecord : $",{OversizedRecord}", context.RequestAborted);
        }

        await context.Response.WriteAsync("]", context.RequestAborted);
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect("/api/v1/redirected");
        return Task.CompletedTask;
    }
}
