using System.Net;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// The settings that docs/clients/claude-desktop.md gives a server behind a tunnel, and requests as the two tunnels
/// pass them on.
/// </summary>
public sealed partial class TunnelTests : IAsyncLifetime
{
    private static readonly string[] OfTheTest =
        ["Authentication:Issuer", "InternalApi:BaseAddress", "InternalApi:ApiKey", "Caching:Key"];
    private readonly McpServerApp _app = new() { EnvironmentName = "Production" };

    public Task InitializeAsync()
    {
        foreach (Match setting in Setting().Matches(ClientPage.Read("claude-desktop")))
        {
            var key = setting.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal);
            if (!OfTheTest.Contains(key))
            {
                _app.Settings[key] = setting.Groups["value"].Value;
            }
        }

        return _app.InitializeAsync();
    }

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("example-words.trycloudflare.com", HttpStatusCode.OK)]
    [InlineData("localhost:3000", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    public async Task A_token_for_the_public_address_is_accepted_under_the_hosts_that_tunnels_send(
        string host, HttpStatusCode expected)
    {
        var resource = _app.Settings["Authentication:Resource"];
        var token = _app.Issuer.Token("mcp:read", change: descriptor => descriptor.Audience = resource);

        using var answer = await _app.PostAsync(McpMessages.ListTools, token, request => request.Headers.Host = host);
        using var challenge =
            await _app.PostAsync(McpMessages.ListTools, null, request => request.Headers.Host = "localhost:3000");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(
            "https://example-words.trycloudflare.com/.well-known/oauth-protected-resource/mcp",
            challenge.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }

    // export Edge__AllowedHosts__0=localhost:3000
    [GeneratedRegex(@"^export (?<key>\w+)=(?<value>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
