using System.Threading.RateLimiting;
using McpIntegration.McpServer.Protocol;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Edge;

internal static class EdgeExtensions
{
    private static readonly string[] RequestHeaders =
    [
        "Authorization", "Content-Type", "Accept", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Mcp-Session-Id",
        "Last-Event-ID", "traceparent",
    ];

    private static readonly string[] ExposedHeaders =
        ["WWW-Authenticate", "Mcp-Session-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Cache"];

    public static void AddEdge(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<EdgeOptions, EdgeOptionsValidator>()
            .BindConfiguration(EdgeOptions.SectionName);
        builder.Services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeBoundsValidator>();
        builder.Services.AddSingleton<HostAndOrigin>();
        builder.Services.AddSingleton(CreateLimiter);
        builder.Services.AddRequestTimeouts();
        builder.Services.ConfigureOptions<RequestTimeouts>();
        builder.Services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<EdgeOptions>>(TrustNetworks);
        builder.Services.AddDraining();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<HostAndOrigin>((cors, lists) =>
            cors.AddDefaultPolicy(policy => policy
                .SetIsOriginAllowed(lists.AllowsOrigin)
                .WithMethods(HttpMethods.Post)
                .WithHeaders(RequestHeaders)
                .WithExposedHeaders(ExposedHeaders)
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    public static void UseEdge(this IApplicationBuilder app)
    {
        app.UseMiddleware<DrainingMiddleware>();
        app.Use(KeepOutOfCaches);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => HttpError.WriteAsync(context, context.Response.StatusCode),
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = context =>
                StatusOf(context.Exception) != StatusCodes.Status503ServiceUnavailable,
        });
        app.UseStatusCodePages(context =>
            HttpError.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseForwardedHeaders();
        app.UseMiddleware<HostAndOriginMiddleware>();
        app.UseCors();
        app.UseWhen(McpEndpoint.Includes, mcp => mcp.UseRequestTimeouts());
        app.UseMiddleware<OverloadMiddleware>();
    }

    private static void AddDraining(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<DrainingHealthCheck>("draining");
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Draining.Limit);
    }

    private static ConcurrencyLimiter CreateLimiter(IServiceProvider services)
    {
        var edge = services.GetRequiredService<IOptions<EdgeOptions>>().Value;
        return new(new()
        {
            PermitLimit = edge.MaxConcurrentRequests,
            QueueLimit = edge.MaxQueuedRequests,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    // X-Forwarded-Host is never believed: the server's public name is configuration. Set after everything else, since
    // ASPNETCORE_FORWARDEDHEADERS_ENABLED would have every sender believed.
    private static void TrustNetworks(ForwardedHeadersOptions forwarded, IOptions<EdgeOptions> edge)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.None;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in edge.Value.TrustedNetworks)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException refusal => refusal.StatusCode,
        OperationCanceledException => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static Task KeepOutOfCaches(HttpContext context, RequestDelegate next)
    {
        if (McpEndpoint.Includes(context))
        {
            context.Response.OnStarting(static response =>
            {
                ((HttpResponse)response).Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            }, context.Response);
        }

        return next(context);
    }
}
