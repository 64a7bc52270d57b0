using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>
/// A server set up for the tokens of another issuer than Keycloak, and tokens of the shapes which that issuer
/// documents, signed by the tests' own issuer in its name. The real one was never asked.
/// </summary>
public abstract class OtherIssuer : IAsyncLifetime
{
    public McpServerApp App { get; } = new() { Settings = { ["RateLimiting:Permits"] = "10000" } };

    public Dictionary<string, string?> Settings => App.Settings;

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        Settings["Authentication:MetadataAddress"] = $"{App.Issuer.Issuer}/.well-known/openid-configuration";
    }

    public Task DisposeAsync() => App.DisposeAsync();

    /// <summary>A token that holds these claims and the times, and nothing of what Keycloak would add.</summary>
    public string Sign(Dictionary<string, object> claims, string headerType) => App.Issuer.Token("", change: token =>
    {
        token.Issuer = null;
        token.Audience = null;
        token.TokenType = headerType;
        token.IssuedAt = DateTime.UtcNow;
        token.NotBefore = DateTime.UtcNow;
        token.Claims.Clear();
        foreach (var (name, value) in claims)
        {
            token.Claims[name] = value;
        }
    });
}
