using System.Net.Http.Headers;
using System.Text;
using McpIntegration.McpServer.Telemetry;
using McpIntegration.Tests.InternalApiMock;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>
/// The whole server on a real socket, with a test's issuer in front and the internal API's mock behind it. Settings and
/// services are changed before the first use; without the setting ConnectionStrings:cache there is no Redis.
/// </summary>
public sealed class McpServerApp : IAsyncLifetime
{
    public const string Resource = "http://localhost:3000/mcp";
    public const string AllScopes = "mcp:read mcp:query mcp:metrics";

    private readonly Lazy<Factory> _factory;
    private readonly Lazy<HttpClient> _client;

    public McpServerApp()
    {
        _factory = new(Start);
        _client = new(
            () => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = BaseAddress });
    }

    public TestIssuer Issuer { get; } = new();

    public InternalApiMockApp Api { get; init; } = new();

    public Dictionary<string, string?> Settings { get; } = [];

    public Action<IServiceCollection> ConfigureServices { get; init; } = _ => { };

    public string EnvironmentName { get; init; } = Environments.Development;

    public Uri BaseAddress => _factory.Value.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory.Value.Services;

    /// <summary>Sends no token of itself and follows no redirect.</summary>
    public HttpClient Client => _client.Value;

    public Task InitializeAsync() => Issuer.InitializeAsync();

    public async Task DisposeAsync()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        if (_factory.IsValueCreated)
        {
            await _factory.Value.DisposeAsync();
        }

        Api.Dispose();
        await Issuer.DisposeAsync();
    }

    /// <summary>POSTs to /mcp as a client of the older revisions does.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string json, string? token, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    /// <summary>Calls a tool with arguments in JSON.</summary>
    public Task<HttpResponseMessage> CallAsync(string tool, string arguments, string? token) => PostAsync(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""", token);

    private Factory Start()
    {
        var factory = new Factory(this);
        factory.StartOnLoopback();
        return factory;
    }

    // Every web project of the solution has a class Program: any other type of the assembly names it as well.
    private sealed class Factory(McpServerApp app) : WebApplicationFactory<AuditFilter>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(app.EnvironmentName);
            builder.UseSetting("Authentication:Issuer", app.Issuer.Issuer);
            builder.UseSetting("Authentication:Resource", Resource);
            builder.UseSetting("InternalApi:BaseAddress", app.Api.BaseAddress.AbsoluteUri);
            builder.UseSetting("InternalApi:ApiKey", app.Api.ApiKey);
            builder.UseSetting("Caching:Key", "the-cache-key-of-the-tests-is-long-enough");
            builder.UseSetting("Edge:DrainDelay", "00:00:00");
            // A busy machine may keep an honest answer waiting for longer than the 3 s that are the default.
            builder.UseSetting("InternalApi:AttemptTimeout", "00:00:09");
            builder.UseSetting("InternalApi:TotalTimeout", "00:00:25");
            foreach (var (key, value) in app.Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(app.ConfigureServices);
        }
    }
}
