using System.Net;
using System.Net.Sockets;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class IssuerDownTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Before_the_issuer_s_keys_were_ever_read_a_token_is_503_and_afterwards_it_is_judged()
    {
        using var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"http://127.0.0.1:{((IPEndPoint?)held.LocalEndPoint)?.Port}";
        _app.Settings["Authentication:MetadataAddress"] = $"{address}/.well-known/openid-configuration";

        using var early = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(""));
        using var anonymous = await _app.PostAsync(McpMessages.Ping, null);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (early.StatusCode, early.Header("Retry-After")));
        JsonAssert.Equal(
            """
            {"jsonrpc":"2.0","id":null,"error":{"code":-32011,
             "message":"The issuer's keys have not been read yet, so no token can be checked. Try again in a few seconds."}}
            """,
            await early.ReadJsonAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        held.Close();
        await using var issuer = await StartIssuerAsync(address);
        await Eventually.TrueAsync("the token is accepted", async () =>
        {
            using var answer = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(""));
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Known_keys_go_on_validating_when_the_issuer_is_gone()
    {
        using var before = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(""));
        var (token, forged) =
            (_app.Issuer.Token(""), _app.Issuer.Token("", change: t => t.Issuer = "https://other.example"));
        await _app.Issuer.DisposeAsync();

        using var after = await _app.PostAsync(McpMessages.Ping, token);
        using var refused = await _app.PostAsync(McpMessages.Ping, forged);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (before.StatusCode, after.StatusCode, refused.StatusCode));
    }

    // It may be the first of a key that is new since then: 401 would send its client to log in, at an issuer that is
    // gone.
    [Fact]
    public async Task A_token_of_a_key_that_cannot_be_looked_up_is_503_and_neither_refused_nor_accepted()
    {
        using var before = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token(""));
        var key = TestIssuer.CreateKey("next-key");
        var token = _app.Issuer.Token("", change: description => description.SigningCredentials = TestIssuer.Sign(key));
        await _app.Issuer.DisposeAsync();

        using var answer = await _app.PostAsync(McpMessages.Ping, token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (answer.StatusCode, answer.Header("Retry-After")));
        JsonAssert.Equal(
            """
            {"jsonrpc":"2.0","id":null,"error":{"code":-32011,
             "message":"The key that the token names could not be looked up at the issuer. Try again in a second."}}
            """,
            await answer.ReadJsonAsync());
    }

    /// <summary>The app's own issuer, at an address known beforehand.</summary>
    private async Task<WebApplication> StartIssuerAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var issuer = builder.Build();
        issuer.MapGet(
            "/.well-known/openid-configuration",
            () => new { issuer = _app.Issuer.Issuer, jwks_uri = $"{_app.Issuer.Issuer}/certs" });
        await issuer.StartAsync();
        return issuer;
    }
}
