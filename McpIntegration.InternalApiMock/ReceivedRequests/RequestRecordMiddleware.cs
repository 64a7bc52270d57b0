using McpIntegration.InternalApiMock.ApiKeys;
using Microsoft.AspNetCore.Http.Features;

namespace McpIntegration.InternalApiMock.ReceivedRequests;

/// <summary>Stands before the key check: a request that was refused was received all the same.</summary>
internal sealed class RequestRecordMiddleware(RequestDelegate next, RequestRecord record, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            record.Add(Describe(context));
        }

        return next(context);
    }

    private ReceivedRequest Describe(HttpContext context)
    {
        var pathAndQuery = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers
            .Where(
                header => !string.Equals(header.Key, ApiKeyMiddleware.HeaderName, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new ReceivedRequest(context.Request.Method, pathAndQuery, headers, time.GetUtcNow());
    }
}
