using System.Net;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace McpIntegration.Tests.Edge;

/// <summary>The whole server as production runs it, and Caddy in front, whose network alone it trusts.</summary>
public sealed class TlsProxiedServer : IAsyncLifetime
{
    public const int FailuresPerMinute = 3;

    private CaddyProcess? _caddy;

    public TlsProxiedServer() => App = new()
    {
        EnvironmentName = Environments.Production,
        Settings =
        {
            ["Authentication:Resource"] = Resource,
            ["Authentication:FailuresPerMinute"] = $"{FailuresPerMinute}",
            ["Edge:TrustedNetworks:0"] = "127.0.0.1/32",
        },
    };

    public McpServerApp App { get; }

    public int Port { get; } = FreePort.Choose();

    public string Origin => $"https://localhost:{Port}";

    public string Resource => $"{Origin}/mcp";

    public string Token() => App.Issuer.Token("", change: token => token.Audience = Resource);

    public async Task InitializeAsync()
    {
        if (!CaddyProcess.IsHere)
        {
            return;
        }

        await App.InitializeAsync();
        await Eventually.TrueAsync(
            "the issuer's keys are read", () => App.Services.GetRequiredService<IssuerKeys>().Current is not null);
        _caddy = await CaddyProcess.StartAsync(
            $$"""
            {{Origin}}, https://evil.example:{{Port}} {
                reverse_proxy {{App.BaseAddress.Authority}}
            }
            """,
            new Uri(Origin));
    }

    public async Task DisposeAsync()
    {
        if (_caddy is not null)
        {
            await _caddy.DisposeAsync();
        }

        await App.DisposeAsync();
    }

    internal HttpClient CreateClient(IPAddress? from = null) =>
        _caddy?.CreateClient(from) ?? throw new InvalidOperationException("Caddy is not running.");
}
