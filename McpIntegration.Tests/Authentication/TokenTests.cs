using System.Net;
using System.Security.Cryptography;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class TokenTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Challenge =
        "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", scope=\"mcp:metrics mcp:query mcp:read\"";

    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> Bends = new()
    {
        ["issuer of another"] = token => token.Issuer = "https://issuer.example",
        ["issuer with a trailing slash"] = token => token.Issuer += "/",
        ["issuer in capitals"] = token => token.Issuer = token.Issuer.ToUpperInvariant(),
        ["no issuer"] = token => token.Issuer = null,
        ["audience of another"] = token => token.Audience = "https://api.example/mcp",
        ["audience with a trailing slash"] = token => token.Audience += "/",
        ["audience that starts like ours"] = token => token.Audience += "/more",
        ["audience in capitals"] = token => token.Audience = McpServerApp.Resource.ToUpperInvariant(),
        ["audiences without ours"] = token => Audiences(token, "https://a.example", "https://b.example"),
        ["no audience"] = token => token.Audience = null,
        ["expired"] = token => token.Expires = DateTime.UtcNow.AddSeconds(-40),
        ["not yet valid"] = token => token.NotBefore = DateTime.UtcNow.AddSeconds(40),
        ["no expiry"] = token => token.Expires = null,
        ["no algorithm"] = token => token.SigningCredentials = null,
        ["header type of an ID token"] = token => token.TokenType = "id+jwt",
        ["header type of a logout token"] = token => token.TokenType = "logout+jwt",
        ["payload type ID"] = token => token.Claims["typ"] = "ID",
        ["payload type Refresh"] = token => token.Claims["typ"] = "Refresh",
        ["payload type in small letters"] = token => token.Claims["typ"] = "bearer",
        ["payload type empty"] = token => token.Claims["typ"] = "",
        ["payload type a list"] = token => token.Claims["typ"] = new[] { "Bearer", "ID" },
        ["payload type a number"] = token => token.Claims["typ"] = 5,
        ["no subject"] = token => token.Claims.Remove("sub"),
        ["empty subject"] = token => token.Claims["sub"] = "",
        ["unknown key of the same name"] = token => token.SigningCredentials = Sign("test-key"),
        ["unknown key of another name"] = token => token.SigningCredentials = Sign("another-key"),
    };

    [Theory]
    [InlineData("issuer of another", "The token was issued by another issuer.")]
    [InlineData("issuer with a trailing slash", "The token was issued by another issuer.")]
    [InlineData("issuer in capitals", "The token was issued by another issuer.")]
    [InlineData("no issuer", "The token was issued by another issuer.")]
    [InlineData("audience of another", "The token was issued for another audience.")]
    [InlineData("audience with a trailing slash", "The token was issued for another audience.")]
    [InlineData("audience that starts like ours", "The token was issued for another audience.")]
    [InlineData("audience in capitals", "The token was issued for another audience.")]
    [InlineData("audiences without ours", "The token was issued for another audience.")]
    [InlineData("no audience", "The token was issued for another audience.")]
    [InlineData("expired", "The token has expired.")]
    [InlineData("not yet valid", "The token is not valid yet.")]
    [InlineData("no expiry", "The token has no expiry.")]
    [InlineData("no algorithm", "The token's signature is not valid.")]
    [InlineData("header type of an ID token", "The token is no access token.")]
    [InlineData("header type of a logout token", "The token is no access token.")]
    [InlineData("payload type ID", "The token is no access token.")]
    [InlineData("payload type Refresh", "The token is no access token.")]
    [InlineData("payload type in small letters", "The token is no access token.")]
    [InlineData("payload type empty", "The token is no access token.")]
    [InlineData("payload type a list", "The token is no access token.")]
    [InlineData("payload type a number", "The token is no access token.")]
    [InlineData("no subject", "The token names no subject.")]
    [InlineData("empty subject", "The token names no subject.")]
    [InlineData("unknown key of the same name", "The token's signature is not valid.")]
    [InlineData("unknown key of another name", "The token's signature is not valid.")]
    public async Task Refuses_a_token_with(string bend, string reason) =>
        await AssertRefusedAsync(server.App.Issuer.Token("mcp:read", change: Bends[bend]), reason);

    [Fact]
    public async Task Refuses_a_token_signed_with_the_public_key_as_a_shared_secret()
    {
        var key =
            new SymmetricSecurityKey(server.App.Issuer.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "test-key" };

        var token = server.App.Issuer.Token(
            "mcp:read", change: t => t.SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256));

        await AssertRefusedAsync(token, "The token's signature is not valid.");
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task Refuses_a_token_that_brings_its_own_key_in(string header)
    {
        using var rsa = RSA.Create(2048);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)));
        object value = header switch
        {
            "jwk" => new Dictionary<string, string> { ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E },
            "x5c" => new[] { Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()) },
            _ => $"{server.App.Api.BaseAddress}keys",
        };

        var token = server.App.Issuer.Token("mcp:read", change: t =>
        {
            t.SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256);
            t.AdditionalHeaderClaims = new Dictionary<string, object> { [header] = value };
        });

        await AssertRefusedAsync(token, "The token's signature is not valid.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Refuses_a_token_of_which_a_part_was_changed(int part)
    {
        var parts = server.App.Issuer.Token("mcp:read").Split('.');
        var other =
            server.App.Issuer.Token("mcp:read mcp:query", "somebody", token => token.TokenType = "JWT").Split('.');
        parts[part] = other[part];

        await AssertRefusedAsync(string.Join('.', parts), "The token's signature is not valid.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [InlineData("a.b.c.d.e")]
    public async Task Refuses_what_is_no_token(string token)
    {
        using var answer = await server.App.PostAsync(McpMessages.Ping, token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_token", (string?)(await answer.ReadJsonAsync())["error"]);
    }

    [Fact]
    public async Task Refuses_a_token_of_8193_characters_and_takes_one_of_8192()
    {
        using var taken = await server.App.PostAsync(McpMessages.Ping, OfLength(8_192));

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        await AssertRefusedAsync(OfLength(8_193), "The token is malformed.");
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("JWT")]
    public async Task Takes_both_header_types_of_access_tokens(string type)
    {
        using var answer = await server.App.PostAsync(
            McpMessages.Ping, server.App.Issuer.Token("", change: token => token.TokenType = type));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Takes_a_token_for_several_audiences_of_which_one_is_this_server()
    {
        var token = server.App.Issuer.Token(
            "", change: token => Audiences(token, "https://other.example", McpServerApp.Resource));

        using var answer = await server.App.PostAsync(McpMessages.Ping, token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Takes_a_token_without_a_payload_type()
    {
        using var answer = await server.App.PostAsync(
            McpMessages.Ping, server.App.Issuer.Token("", change: token => token.Claims.Remove("typ")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static void Audiences(SecurityTokenDescriptor token, params string[] audiences)
    {
        token.Audience = null;
        token.Claims["aud"] = audiences;
    }

    private static SigningCredentials Sign(string keyId) => TestIssuer.Sign(TestIssuer.CreateKey(keyId));

    private string OfLength(int length)
    {
        // Base64 writes three bytes as four characters, so that not every padding gives the length; the header's own
        // fills the gap.
        for (var (padding, extra) = (5_000, 0); ; (padding, extra) = extra == 3 ? (padding + 1, 0) : (padding, extra + 1))
        {
            var token = server.App.Issuer.Token(new string('x', padding), change: t =>
                t.AdditionalHeaderClaims = new Dictionary<string, object> { ["pad"] = new string('x', extra) });
            if (token.Length == length)
            {
                return token;
            }
        }
    }

    private async Task AssertRefusedAsync(string token, string reason)
    {
        using var answer = await server.App.PostAsync(McpMessages.Ping, token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(
            $"{Challenge}, error=\"invalid_token\", error_description=\"{reason}\"", answer.Header("WWW-Authenticate"));
        Assert.Equal(
            $$"""{"error":"invalid_token","error_description":"{{reason}}"}""",
            await answer.Content.ReadAsStringAsync());
    }
}
