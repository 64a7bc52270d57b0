using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>An issuer on a real socket that signs whatever a test wants signed: honest tokens, and those no honest issuer would write.</summary>
public sealed class TestIssuer : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);

    public TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        Key = new RsaSecurityKey(_rsa) { KeyId = "test-key" };
        _app.MapGet("/.well-known/openid-configuration", () => new { issuer = Issuer, jwks_uri = $"{Issuer}/certs" });
        _app.MapGet("/certs", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    public string Issuer { get; private set; } = "";

    public SecurityKey Key { get; }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Issuer = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single() ?? "";
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    /// <summary>A token as Keycloak writes it for a person; <paramref name="change"/> bends it.</summary>
    public string Token(string scope, string subject = "alice", Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = McpServerApp.Resource,
            Expires = DateTime.UtcNow.AddMinutes(5),
            TokenType = "at+jwt",
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["scope"] = scope, ["typ"] = "Bearer", ["azp"] = "test-client" },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private Dictionary<string, string> PublicKey()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = Key.KeyId,
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
