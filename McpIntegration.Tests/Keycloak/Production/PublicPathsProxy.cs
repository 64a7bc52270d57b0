using System.Text.Json;
using McpIntegration.Tests.Edge;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// Caddy with keycloak/public-paths.caddy, once for whoever comes and once behind a proxy that it trusts; in Keycloak's
/// place a server that answers with what reached it.
/// </summary>
public sealed class PublicPathsProxy : IAsyncLifetime
{
    private readonly WebApplication _upstream;
    private CaddyProcess? _caddy;

    public PublicPathsProxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _upstream = builder.Build();
        _upstream.Run(AnswerAsync);
    }

    public static string File { get; } = Path.Combine(RealmDocument.Folder, "public-paths.caddy");

    public int Port { get; } = FreePort.Choose();

    public async Task InitializeAsync()
    {
        if (!CaddyProcess.IsHere)
        {
            return;
        }

        await _upstream.StartAsync();
        _caddy = await CaddyProcess.StartAsync(
            $"http://:{Port} {{\n    import {File}\n}}",
            new Uri($"http://127.0.0.1:{Port}/"),
            ("KEYCLOAK_UPSTREAM", new Uri(_upstream.Urls.Single()).Authority),
            ("KEYCLOAK_TRUSTED_PROXIES", "127.0.0.2/32 127.0.0.3/32"));
    }

    public async Task DisposeAsync()
    {
        if (_caddy is not null)
        {
            await _caddy.DisposeAsync();
        }

        await _upstream.DisposeAsync();
    }

    internal HttpClient CreateClient(string from) =>
        _caddy?.CreateClient(System.Net.IPAddress.Parse(from)) ?? throw new InvalidOperationException("Caddy is not running.");

    private static Task AnswerAsync(HttpContext context)
    {
        var seen = context.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}");
        seen["target"] = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var answer = JsonSerializer.SerializeToUtf8Bytes(seen);
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer, 0, answer.Length);
    }
}
