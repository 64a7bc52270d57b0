using McpIntegration.InternalApiMock.ApiKeys;
using McpIntegration.InternalApiMock.Faults;
using McpIntegration.InternalApiMock.ReceivedRequests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpIntegration.Tests.InternalApiMock;

/// <summary>
/// The company's internal API on a real socket, on a free port of this machine. It starts at its first use, so that a
/// test can set properties first.
/// </summary>
public sealed class InternalApiMockApp : IDisposable
{
    private readonly Lazy<Factory> _factory;
    private readonly Lazy<HttpClient> _client;

    public InternalApiMockApp()
    {
        _factory = new Lazy<Factory>(Start);
        _client = new Lazy<HttpClient>(() =>
        {
            var client = CreateClient();
            client.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
            return client;
        });
    }

    public string ApiKey { get; init; } = "the-key-of-the-tests";

    public string EnvironmentName { get; init; } = Environments.Development;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Uri BaseAddress => _factory.Value.ClientOptions.BaseAddress;

    /// <summary>Sends the API key and follows no redirect.</summary>
    public HttpClient Client => _client.Value;

    /// <summary>
    /// What arrived under /api since the start or the last <see cref="Reset"/>, oldest first. In Development only.
    /// </summary>
    public IReadOnlyList<ReceivedApiRequest> ReceivedRequests => [.. Service<RequestRecord>().All().Select(request =>
        new ReceivedApiRequest(request.Method, request.PathAndQuery, request.Headers, request.Time))];

    /// <summary>Like <see cref="Client"/> but without the API key. The caller disposes of it.</summary>
    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = BaseAddress };

    /// <summary>
    /// Applies to the requests to come, e.g. <c>delay=500;status=503;times=2</c>. In Development only.
    /// </summary>
    public void SetFault(string text)
    {
        if (!FaultText.TryRead(text, out var fault))
        {
            throw new ArgumentException(FaultText.Form, nameof(text));
        }

        Service<StoredFault>().Set(fault);
    }

    /// <summary>As after the start: no fault, nothing received.</summary>
    public void Reset()
    {
        Service<StoredFault>().Set(null);
        Service<RequestRecord>().Clear();
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        if (_factory.IsValueCreated)
        {
            _factory.Value.Dispose();
        }
    }

    private T Service<T>() where T : notnull => _factory.Value.Services.GetRequiredService<T>();

    private Factory Start()
    {
        var factory = new Factory(this);
        factory.StartOnLoopback();
        return factory;
    }

    // Every web project of the solution has a class Program: any other type of the assembly names it as well.
    private sealed class Factory(InternalApiMockApp settings) : WebApplicationFactory<ApiKeyOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(settings.EnvironmentName);
            builder.UseSetting("ApiKey", settings.ApiKey);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.ConfigureTestServices(services => services.AddSingleton(settings.Time));
        }
    }
}
