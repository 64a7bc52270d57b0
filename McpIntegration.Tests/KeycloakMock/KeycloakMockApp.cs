using System.Net.Http.Json;
using System.Text.Json.Nodes;
using McpIntegration.KeycloakMock.Realms;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// The issuer on a free loopback port, with the repository's realm files; the issuer's name follows from the port.
/// <see cref="UserTokenAsync"/> needs no login: it asks at the mock's own address for development tokens.
/// </summary>
public sealed class KeycloakMockApp : IDisposable
{
    public const string MachineSecret = "machine-secret-of-the-tests";

    private readonly Factory _factory;

    public KeycloakMockApp()
        : this([])
    {
    }

    /// <param name="settings">By configuration key, beside or instead of the fixture's own.</param>
    /// <param name="configureServices">Runs after the mock's own registrations.</param>
    /// <param name="port">Where it was before, for one that comes back.</param>
    internal KeycloakMockApp(
        Dictionary<string, string> settings, Action<IServiceCollection>? configureServices = null, int port = 0)
    {
        _factory = new Factory(settings, configureServices);
        _factory.StartOnLoopback(port);
        Issuer = _factory.Services.GetRequiredService<Issuer>().Address;
    }

    /// <summary>As in the tokens' <c>iss</c>, for example http://127.0.0.1:40123/realms/mcp.</summary>
    public string Issuer { get; }

    /// <summary>Where it listens; with KC_HOSTNAME the issuer has another name.</summary>
    internal Uri BaseAddress => _factory.ClientOptions.BaseAddress;

    public Uri TokenEndpoint => new($"{Issuer}/protocol/openid-connect/token");

    /// <summary>
    /// A client that follows no redirect and keeps no cookie; its base address is the host, without the realm.
    /// </summary>
    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Issuer, UriKind.Absolute) };

    /// <summary>A token of mcp-machine, by client_credentials.</summary>
    public Task<string> MachineTokenAsync(string scope, CancellationToken cancellationToken) => AccessTokenAsync(
        TokenEndpoint,
        new() { ["grant_type"] = "client_credentials", ["client_id"] = "mcp-machine", ["client_secret"] = MachineSecret, ["scope"] = scope },
        cancellationToken);

    /// <summary>
    /// A token of alice (everything), bob (mcp:read) or carol (nothing), as mcp-client would have it after the login.
    /// </summary>
    public Task<string> UserTokenAsync(string username, string scope, CancellationToken cancellationToken) =>
        AccessTokenAsync(
            new Uri($"{Issuer}/development/token"), new() { ["username"] = username, ["scope"] = scope }, cancellationToken);

    public void Dispose() => _factory.Dispose();

    private async Task<string> AccessTokenAsync(
        Uri address, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(address, content, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return (string?)answer?["access_token"] ?? throw new InvalidOperationException(
            $"No token: {answer?.ToJsonString()}");
    }

    private sealed class Factory(Dictionary<string, string> settings, Action<IServiceCollection>? configureServices)
        : WebApplicationFactory<Issuer>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.UseSetting("MCP_MACHINE_SECRET", MachineSecret);
            builder.UseSetting("MCP_EXTRA_TRUSTED_HOST", "github.com");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            if (configureServices is not null)
            {
                builder.ConfigureServices(configureServices);
            }
        }
    }
}
