namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Asks clients to close their connections while the server drains, so that the next request goes to another replica.
/// HTTP/2 has no such field; there Kestrel says it when it stops.
/// </summary>
internal sealed class DrainingMiddleware(RequestDelegate next, Draining draining)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Decided when the answer begins: it may have begun to drain since the request came.
        context.Response.OnStarting(() =>
        {
            if (draining.IsUnderWay && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
