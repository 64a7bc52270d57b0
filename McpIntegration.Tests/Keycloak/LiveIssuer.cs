using System.Net.Http.Json;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// An issuer with this repository's realm, the mock or Keycloak itself, and a server that takes its tokens. What an
/// administrator does to the issuer has one name for both.
/// </summary>
public abstract class LiveIssuer : IAsyncLifetime
{
    /// <summary>Follows no redirect and keeps no cookie.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The exact text of <c>iss</c>.</summary>
    public abstract string Address { get; }

    public abstract string MachineSecret { get; }

    /// <summary>The server that has known the issuer from the beginning.</summary>
    public McpServerApp Server { get; } = NewServer();

    /// <summary>False where the issuer is not on this machine: then nothing was started.</summary>
    protected virtual bool IsHere => true;

    /// <summary>A server that reads the issuer's keys now, as a new replica does.</summary>
    public async Task<McpServerApp> StartServerAsync()
    {
        var server = NewServer();
        await StartAsync(server);
        return server;
    }

    /// <summary>A new key signs from now on.</summary>
    /// <returns>What <see cref="RemoveKeyAsync"/> takes it away by.</returns>
    public abstract Task<string> AddKeyAsync();

    public abstract Task RemoveKeyAsync(string key);

    /// <summary>
    /// A machine's token that is valid for at least five seconds more, and for at most half a minute.
    /// </summary>
    public abstract Task<string> BriefTokenAsync();

    /// <summary>A token of the same issuer, by the same key, for another resource.</summary>
    public abstract Task<string> TokenForElsewhereAsync();

    public abstract Task StopAsync();

    /// <summary>Comes back where it was, with all that it knew.</summary>
    public abstract Task RestartAsync();

    public async Task InitializeAsync()
    {
        if (IsHere)
        {
            await StartAsync();
            await StartAsync(Server);
        }
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        await EndAsync();
    }

    protected abstract Task StartAsync();

    protected abstract Task EndAsync();

    internal CodeFlow Client() => new(Http, Address);

    internal Task<string> MachineTokenAsync(string scope) =>
        MachineTokenAsync(Address, $"mcp-machine:{MachineSecret}", scope);

    /// <param name="address">Where the issuer is asked, whatever its name.</param>
    /// <param name="credentials">The client's id and its secret, with a colon between.</param>
    /// <param name="scope">What to ask for; null where the client has no scope to ask for.</param>
    internal async Task<string> MachineTokenAsync(string address, string credentials, string? scope)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials" };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        return (await Http.PostFormAsync(new CodeFlow(Http, address).TokenEndpoint, form, credentials)).AccessToken;
    }

    /// <summary>A client that registers itself, for these scopes or, without any, for all that there are.</summary>
    internal async Task<CodeFlow> RegisterAsync(string? scope = null)
    {
        const string RedirectUri = "http://localhost:54545/callback";
        using var registered = await Http.PostAsJsonAsync(
            $"{Address}/clients-registrations/openid-connect",
            new { redirect_uris = (string[])[RedirectUri], token_endpoint_auth_method = "none", scope });
        var answer = await OAuthAnswer.ReadAsync(registered);
        return new(Http, Address) { ClientId = $"{answer.Json["client_id"]}", RedirectUri = RedirectUri };
    }

    private static McpServerApp NewServer() => new() { Settings = { ["RateLimiting:Permits"] = "10000" } };

    // The test issuer that belongs to every McpServerApp starts too, and nobody asks it.
    private async Task StartAsync(McpServerApp server)
    {
        server.Settings["Authentication:Issuer"] = Address;
        await server.InitializeAsync();
        _ = server.BaseAddress;
    }
}
