using System.Collections.Immutable;
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

/// <summary>
/// An issuer on a real socket that signs whatever a test wants signed: honest tokens, and those no honest issuer would
/// write. It changes its keys, and answers nonsense or nothing, when a test wants that.
/// </summary>
public sealed class TestIssuer : IAsyncLifetime
{
    private readonly WebApplication _app;
    private ImmutableList<Dictionary<string, object>> _published = [];
    private int _keyReads;

    public TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        Key = CreateKey("test-key");
        Publish(Key);
        _app.MapGet(
            "/.well-known/openid-configuration", () => Results.Json(new { issuer = Issuer, jwks_uri = KeysAddress }));
        _app.MapGet("/certs", AnswerKeysAsync);
    }

    public string Issuer { get; private set; } = "";

    public string KeysAddress => $"{Issuer}/certs";

    /// <summary>The key that tokens are signed with.</summary>
    public RsaSecurityKey Key { get; private set; }

    /// <summary>How often its keys were asked for.</summary>
    public int KeyReads => Volatile.Read(ref _keyReads);

    /// <summary>What it does instead of answering with its keys.</summary>
    public Func<HttpContext, Task>? InsteadOfKeys { get; set; }

    public static RsaSecurityKey CreateKey(string keyId) => new(RSA.Create(2048)) { KeyId = keyId };

    /// <summary>A key as Keycloak publishes the ones for signatures.</summary>
    public static Dictionary<string, object> Describe(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kid"] = key.KeyId,
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Issuer = _app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()?.Addresses
            .Single() ?? "";
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Signs with a new key from here on; the ones before stay published.</summary>
    public void Rotate(string keyId)
    {
        Key = CreateKey(keyId);
        Publish(Key);
    }

    public void Publish(RsaSecurityKey key, Action<Dictionary<string, object>>? change = null)
    {
        var description = Describe(key);
        change?.Invoke(description);
        Publish(description);
    }

    /// <summary>A key of any kind, in the words of RFC 7517.</summary>
    public void Publish(Dictionary<string, object> description) =>
        ImmutableInterlocked.Update(ref _published, keys => keys.Add(description));

    public void Withdraw(string keyId) =>
        ImmutableInterlocked.Update(ref _published, keys => keys.RemoveAll(key => keyId.Equals(key["kid"])));

    /// <summary>A token as Keycloak writes it for a person; <paramref name="change"/> bends it.</summary>
    public string Token(string scope, string subject = "alice", Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = McpServerApp.Resource,
            Expires = DateTime.UtcNow.AddMinutes(5),
            TokenType = "at+jwt",
            SigningCredentials = Sign(Key),
            Claims = new Dictionary<string,
            object>
            { ["sub"] = subject, ["scope"] = scope, ["typ"] = "Bearer", ["azp"] = "test-client" },
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public static SigningCredentials Sign(SecurityKey key) => new(key, SecurityAlgorithms.RsaSha256);

    private Task AnswerKeysAsync(HttpContext context)
    {
        Interlocked.Increment(ref _keyReads);
        return InsteadOfKeys is { } other
            ? other(context)
            : context.Response.WriteAsJsonAsync(new { keys = _published });
    }
}
