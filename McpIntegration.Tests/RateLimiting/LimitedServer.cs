using System.Security.Claims;
using McpIntegration.McpServer.RateLimiting;
using McpIntegration.McpServer.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>
/// The limiter in front of an MCP endpoint on a real socket. Authentication stands in for itself: the header X-Subject
/// makes a request an authenticated one.
/// </summary>
internal sealed class LimitedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LimitedServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public static async Task<LimitedServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddRedis();
        builder.AddRateLimiting();
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<CostlyTools>().AddToolCosts();
        var app = builder.Build();
        Map(app);
        await app.StartAsync();
        return new LimitedServer(app);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? subject)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Subject", subject);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.Use(SignIn);
        app.UseRateLimiting();
        app.MapMcp("/mcp");
        app.MapGet("/mcp/clears", Clear);
        app.MapGet("/health", () => "healthy");
    }

    private static Task SignIn(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["X-Subject"].ToString() is { Length: > 0 } subject)
        {
            context.User = new ClaimsPrincipal(
                new ClaimsIdentity([new("iss", "https://issuer.example"), new("sub", subject)], "test"));
        }

        return next(context);
    }

    /// <summary>As an exception handler does, which knows nothing of the limiter's fields.</summary>
    private static Task Clear(HttpContext context)
    {
        context.Response.Clear();
        return context.Response.WriteAsync("cleared", context.RequestAborted);
    }

    [McpServerToolType]
    private sealed class CostlyTools
    {
        [McpServerTool(Name = "cheap")]
        public static string Cheap() => "done";

        [McpServerTool(Name = "dear")]
        public static string Dear() => "done";

        [McpServerTool(Name = "allowance")]
        public static string Allowance() => RedisAllowance.Current is null ? "none" : "the request's";
    }
}
