using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class StartTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("Authentication:Issuer")]
    [InlineData("Authentication:Resource")]
    [InlineData("Authentication:RolesClaim")]
    [InlineData("Authentication:ScopeClaim")]
    [InlineData("Authentication:EmployeeIdClaim")]
    public void A_missing_setting_stops_the_start_and_is_named(string key)
    {
        _app.Settings[key] = "";

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Issuer", "http://issuer.example")]
    [InlineData("Issuer", "http://10.0.0.1:8080/realms/mcp")]
    [InlineData("Issuer", "ftp://localhost/")]
    [InlineData("Issuer", "issuer.example/realms/mcp")]
    [InlineData("Issuer", "https://issuer.example?x=1")]
    [InlineData("Issuer", "https://issuer.example#x")]
    [InlineData("Resource", "http://mcp.example.com/mcp")]
    [InlineData("Resource", "https://mcp.example.com/mcp/")]
    [InlineData("Resource", "https://mcp.example.com/mcp?x=1")]
    [InlineData("Resource", "/mcp")]
    public void An_address_that_is_not_safe_or_not_whole_stops_the_start(string key, string value)
    {
        _app.Settings[$"Authentication:{key}"] = value;

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Equal(
            $"Authentication:{key} is \"{value}\": it takes an https address (http on loopback only), without query, fragment or trailing slash.",
            error.Message);
    }

    [Theory]
    [InlineData("MetadataAddress", "/realms/mcp")]
    [InlineData("MetadataAddress", "ftp://keycloak/realms/mcp")]
    [InlineData("JwksUri", "/realms/mcp/protocol/openid-connect/certs")]
    [InlineData("JwksUri", "keycloak:8080/certs")]
    [InlineData("JwksUri", "file:///etc/keys.json")]
    public void An_address_that_the_issuer_cannot_be_read_at_stops_the_start(string key, string value)
    {
        _app.Settings[$"Authentication:{key}"] = value;

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Equal(
            $"Authentication:{key} is \"{value}\": it takes an absolute address, http or https.", error.Message);
    }

    [Theory]
    [InlineData("Audience", "https://a.example https://b.example")]
    [InlineData("Audience", " ")]
    [InlineData("ScopePrefix", "api://a b/")]
    [InlineData("ScopePrefix", "api://a\"/")]
    [InlineData("ScopePrefix", "api://\u00e9/")]
    public void What_no_audience_or_scope_can_be_stops_the_start(string key, string value)
    {
        _app.Settings[$"Authentication:{key}"] = value;

        var error = Assert.Throws<OptionsValidationException>(() => _app.Services);

        Assert.Contains($"Authentication:{key} holds", error.Message, StringComparison.Ordinal);
    }
}
