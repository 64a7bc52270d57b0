using System.Net;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>Which of the issuer's keys verify a token, and where they are read.</summary>
public sealed class VerifyingKeysTests : IAsyncLifetime
{
    private const string Elsewhere = "https://login.example.com/realms/mcp";

    private readonly McpServerApp _app = new();
    private readonly TestIssuer _other = new();

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        await _other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("enc", "RSA-OAEP")]
    [InlineData("enc", "RS256")]
    [InlineData("sig", "RSA-OAEP")]
    public async Task A_key_for_encryption_verifies_nothing_whether_the_token_names_it_or_no_key(
        string use, string algorithm)
    {
        var key = TestIssuer.CreateKey("encryption-key");
        _app.Issuer.Publish(key, description => (description["use"], description["alg"]) = (use, algorithm));

        var named =
            await AskAsync(_app.Issuer.Token("", change: token => token.SigningCredentials = TestIssuer.Sign(key)));
        var unnamed = await AskAsync(Nameless(key));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (named, unnamed));
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_verified_with_those_for_signatures()
    {
        _app.Issuer.Rotate("next-key");

        var ours = await AskAsync(Nameless(_app.Issuer.Key));
        var forged = await AskAsync(Nameless(_other.Key));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (ours, forged));
    }

    [Theory]
    [InlineData("test-key")]
    [InlineData("a-key-that-nobody-has")]
    public async Task A_forgery_is_never_said_to_have_expired_whatever_key_it_names(string keyId)
    {
        var key = TestIssuer.CreateKey(keyId);
        var forged = _app.Issuer.Token("", change: token =>
            (token.SigningCredentials, token.Expires) = (TestIssuer.Sign(key), DateTime.UtcNow.AddHours(-1)));

        using var answer = await _app.PostAsync(McpMessages.Ping, forged);

        Assert.Equal(
            "The token's signature is not valid.", (string?)(await answer.ReadJsonAsync())["error_description"]);
    }

    [Fact]
    public async Task A_key_is_used_with_its_own_algorithm_only()
    {
        var token = _app.Issuer.Token("", change: token =>
            token.SigningCredentials = new SigningCredentials(_app.Issuer.Key, SecurityAlgorithms.RsaSha512));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));
    }

    [Fact]
    public async Task A_key_that_another_one_s_name_is_put_on_verifies_nothing()
    {
        _app.Issuer.Rotate("next-key");
        var key = new RsaSecurityKey(_app.Issuer.Key.Rsa) { KeyId = "test-key" };

        var token = _app.Issuer.Token("", change: token => token.SigningCredentials = TestIssuer.Sign(key));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));
    }

    [Fact]
    public async Task With_JwksUri_alone_the_issuer_s_metadata_need_not_be_reachable()
    {
        _app.Settings["Authentication:Issuer"] = Elsewhere;
        _app.Settings["Authentication:JwksUri"] = _app.Issuer.KeysAddress;

        var status = await AskAsync(_app.Issuer.Token("", change: token => token.Issuer = Elsewhere));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task JwksUri_counts_whatever_the_metadata_says()
    {
        _app.Settings["Authentication:MetadataAddress"] = $"{_app.Issuer.Issuer}/.well-known/openid-configuration";
        _app.Settings["Authentication:JwksUri"] = _other.KeysAddress;
        _other.Rotate("other-key");

        var theirs = await AskAsync(
            _app.Issuer.Token("", change: token => token.SigningCredentials = TestIssuer.Sign(_other.Key)));
        var ours = await AskAsync(_app.Issuer.Token(""));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (theirs, ours));
        Assert.Equal(0, _app.Issuer.KeyReads);
    }

    private string Nameless(RsaSecurityKey key) => _app.Issuer.Token("", change: token =>
        token.SigningCredentials = TestIssuer.Sign(new RsaSecurityKey(key.Rsa)));

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var answer = await _app.PostAsync(McpMessages.Ping, token);
        return answer.StatusCode;
    }
}
