using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Edge;
using McpIntegration.McpServer.Protocol;
using McpIntegration.Tests.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ModelContextProtocol.AspNetCore;

namespace McpIntegration.Tests.Conformance;

/// <summary>
/// The suite's fixtures behind the server's own steps around the SDK, without authentication and limits, which the
/// suite knows nothing of.
/// </summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private const string SessionId = "Mcp-Session-Id";
    private static readonly object Sent = new();
    private static readonly object Assigned = new();
    private readonly WebApplication _app;

    private ConformanceHost(WebApplication app) => _app = app;

    public Uri Endpoint => new(new Uri(_app.Urls.Single()), McpEndpoint.Path);

    /// <param name="hasSessions"> As the server does not have them: before 2026-07-28 what a client answers finds the
    /// tool that asked by the session alone.
    /// </param>
    public static async Task<ConformanceHost> StartAsync(bool hasSessions)
    {
        var builder =
            WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<AuthenticationOptions>(
            authentication => authentication.Resource = McpServerApp.Resource);
        builder.AddEdge();
        builder.AddProtocol().AddFixtures();
        if (hasSessions)
        {
            builder.Services.Configure<HttpServerTransportOptions>(transport =>
                transport.SessionMode = HttpServerSessionMode.StatefulForInitializeClients);
        }

        var app = builder.Build();
        app.UseEdge();
        if (hasSessions)
        {
            app.Use(KeepSession);
        }

        app.UseProtocol();
        if (hasSessions)
        {
            app.Use(RestoreSession);
        }

        await app.StartAsync();
        return new ConformanceHost(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Outside of the step that takes session ids for nothing: what came in and what has to go out.</summary>
    private static Task KeepSession(HttpContext context, RequestDelegate next)
    {
        context.Items[Sent] = context.Request.Headers[SessionId];
        context.Response.OnStarting(() =>
        {
            if (context.Items[Assigned] is StringValues { Count: > 0 } id)
            {
                context.Response.Headers[SessionId] = id;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Inside of it.</summary>
    private static async Task RestoreSession(HttpContext context, RequestDelegate next)
    {
        if (context.Items[Sent] is StringValues { Count: > 0 } id)
        {
            context.Request.Headers[SessionId] = id;
        }

        await next(context);
        context.Items[Assigned] = context.Response.Headers[SessionId];
    }
}
