using System.Text;
using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class OnBehalfOfTests : IAsyncLifetime
{
    private const string Key = "the-on-behalf-of-key-of-the-tests";
    private const string Query = """{"collection":"users"}""";

    private readonly McpServerApp _app = new() { Settings = { ["InternalApi:OnBehalfOfKey"] = Key } };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_API_is_told_by_a_signed_and_short_lived_token_who_calls_with_which_tool()
    {
        var sentAt = DateTimeOffset.UtcNow;
        var token = _app.Issuer.Token("mcp:query", "a-subject");

        using var answer = await _app.CallAsync("query_data", Query, token);

        var received = Assert.Single(_app.Api.ReceivedRequests);
        var signed = await ReadAsync(Assert.Single(received.Headers["X-On-Behalf-Of"]), Key);
        Assert.True(signed.IsValid, signed.Exception?.Message);
        var payload = Payload(signed);
        var issuedAt = (long?)payload["iat"] ?? 0;
        JsonAssert.Equal(
            $$"""
            {
              "iss": "http://localhost:3000/mcp",
              "aud": "{{_app.Api.BaseAddress.AbsoluteUri}}",
              "sub": "a-subject",
              "sub_id": { "format": "iss_sub", "iss": "{{_app.Issuer.Issuer}}", "sub": "a-subject" },
              "tool": "query_data",
              "request_id": "1",
              "iat": {{issuedAt}},
              "exp": {{issuedAt + 60}}
            }
            """,
            payload);
        Assert.InRange(issuedAt, sentAt.ToUnixTimeSeconds(), sentAt.ToUnixTimeSeconds() + 30);
        Assert.DoesNotContain(
            token, string.Join(' ', received.Headers.Values.SelectMany(values => values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_does_not_verify_it()
    {
        using var answer = await _app.CallAsync("query_data", Query, _app.Issuer.Token("mcp:query"));

        var header = Assert.Single(Assert.Single(_app.Api.ReceivedRequests).Headers["X-On-Behalf-Of"]);
        Assert.False((await ReadAsync(header, "another-key-that-is-as-long-as-it-has-to-be")).IsValid);
    }

    [Fact]
    public async Task Every_caller_s_requests_name_that_caller_and_the_call_that_caused_them()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => _app.PostAsync(
            $$$"""{"jsonrpc":"2.0","id":"id-of-{{{caller}}}","method":"tools/call","params":{"name":"query_data","arguments":{{{Query}}} } }""",
            _app.Issuer.Token("mcp:query", $"{caller}"))));

        var named = new List<string>();
        foreach (var request in _app.Api.ReceivedRequests)
        {
            var payload = Payload(await ReadAsync(Assert.Single(request.Headers["X-On-Behalf-Of"]), Key));
            named.Add($"{payload["sub"]} {payload["request_id"]}");
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(caller => $"{caller} id-of-{caller}").Order(), named.Order());
    }

    [Fact]
    public async Task An_id_that_is_no_id_does_not_reach_the_API()
    {
        using var answer = await _app.PostAsync(
            $$$"""{"jsonrpc":"2.0","id":"{{{new string('x', 10_000)}}}","method":"tools/call","params":{"name":"query_data","arguments":{{{Query}}} } }""",
            _app.Issuer.Token("mcp:query"));

        var header = Assert.Single(Assert.Single(_app.Api.ReceivedRequests).Headers["X-On-Behalf-Of"]);
        Assert.Equal("withheld", (string?)Payload(await ReadAsync(header, Key))["request_id"]);
    }

    /// <summary>As docs/architecture.md tells the API's developers to.</summary>
    private Task<TokenValidationResult> ReadAsync(string? header, string key) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            header,
            new TokenValidationParameters
            {
                IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)),
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                ValidTypes = ["on-behalf-of+jwt"],
                ValidIssuer = McpServerApp.Resource,
                ValidAudience = _app.Api.BaseAddress.AbsoluteUri,
            });

    private static JsonNode Payload(TokenValidationResult signed) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(((JsonWebToken)signed.SecurityToken).EncodedPayload)) ?? throw new InvalidOperationException("No payload.");
}
