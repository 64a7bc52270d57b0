using McpIntegration.McpServer.Authentication;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Refuses a Host or an Origin that is not on the list with 403. Probes come with the pod's address as Host, so the
/// health endpoints are exempt; the metadata documents are for any origin.
/// </summary>
internal sealed class HostAndOriginMiddleware(RequestDelegate next, HostAndOrigin lists)
{
    private static readonly HttpError Host =
        new("host_not_allowed",
            "This server does not answer for that Host. Add it to Edge:AllowedHosts if it is one of its names.");

    private static readonly HttpError Origin =
        new("origin_not_allowed",
            "Pages of that Origin may not call this server. Add it to Edge:AllowedOrigins if they should.");

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health") || path.StartsWithSegments("/alive"))
        {
            return next(context);
        }

        if (!lists.AllowsHost(context.Request.Host))
        {
            return Host.WriteAsync(context, StatusCodes.Status403Forbidden);
        }

        var origin = context.Request.Headers.Origin;
        var isAllowed = origin.Count == 0
            || path.StartsWithSegments(ResourceMetadata.Path)
            || lists.AllowsOrigin(origin.ToString());
        return isAllowed ? next(context) : Origin.WriteAsync(context, StatusCodes.Status403Forbidden);
    }
}
