using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>An issuer in this process, on a real socket, that signs with RS256.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private static readonly string[] Roles = ["mcp-reader", "mcp-analyst"];
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly SigningCredentials _credentials;

    private TokenIssuer()
    {
        _credentials = new(new RsaSecurityKey(_key) { KeyId = "benchmarks" }, SecurityAlgorithms.RsaSha256);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet(
            "/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/certs" }));
        _app.MapGet("/certs", () => Results.Json(new { keys = new[] { DescribeKey() } }));
    }

    public string Address { get; private set; } = "";

    public static async Task<TokenIssuer> StartAsync(CancellationToken cancellationToken)
    {
        var issuer = new TokenIssuer();
        await issuer._app.StartAsync(cancellationToken);
        issuer.Address = issuer._app.Urls.Single();
        return issuer;
    }

    /// <summary>A token as Keycloak writes it for a person, of about the same length.</summary>
    public string Token(string subject) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = McpStand.Resource,
        Expires = DateTime.UtcNow.AddMinutes(30),
        TokenType = "JWT",
        SigningCredentials = _credentials,
        Claims = new Dictionary<string, object>
        {
            ["sub"] = subject,
            ["typ"] = "Bearer",
            ["azp"] = "benchmarks",
            ["sid"] = Guid.NewGuid().ToString(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["scope"] = "openid mcp:metrics mcp:query mcp:read",
            ["roles"] = Roles,
            ["employee_id"] = "user-123",
        },
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private Dictionary<string, string> DescribeKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = _credentials.Kid,
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.RsaSha256,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
