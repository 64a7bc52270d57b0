using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

/// <summary>
/// An HTTP server on a real socket that answers what a test wants, sense or nonsense, and keeps what it was asked.
/// </summary>
public sealed class TestUpstream : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();

    public TestUpstream()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public RequestDelegate Answer { get; set; } = Json("[]");

    public string BaseAddress { get; private set; } = "";

    public IReadOnlyList<UpstreamRequest> Requests => [.. _requests];

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static RequestDelegate Json(
        string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        context =>
    {
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        BaseAddress = _app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()?.Addresses
            .Single() ?? "";
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _requests.Enqueue(new(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted)));
        await Answer(context);
    }
}
