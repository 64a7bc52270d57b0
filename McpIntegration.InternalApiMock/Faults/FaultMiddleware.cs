using McpIntegration.InternalApiMock.Problems;

namespace McpIntegration.InternalApiMock.Faults;

/// <summary>The header speaks for its own request and leaves a stored fault untouched.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, StoredFault stored, TimeProvider time)
{
    private const string HeaderName = "X-Fault";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
        }
        else if (!TryReadHeader(context.Request, out var fault))
        {
            await ApiProblem.BadRequest(FaultText.Form).ExecuteAsync(context);
        }
        else
        {
            await AnswerAsync(context, fault ?? stored.Take());
        }
    }

    private static bool TryReadHeader(HttpRequest request, out Fault? fault)
    {
        fault = null;
        return !request.Headers.TryGetValue(HeaderName, out var text)
            || (FaultText.TryRead(text.ToString(), out fault) && fault.Times is null);
    }

    private async Task AnswerAsync(HttpContext context, Fault? fault)
    {
        if (fault?.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, time, context.RequestAborted);
        }

        await (fault is { ReplacesAnswer: true } ? FaultAnswer.WriteAsync(context, fault) : next(context));
    }
}
