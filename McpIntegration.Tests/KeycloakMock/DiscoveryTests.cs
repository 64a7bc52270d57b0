using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class DiscoveryTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    [Theory]
    [InlineData("/realms/mcp/.well-known/openid-configuration")]
    [InlineData("/realms/mcp/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/realms/mcp")]
    public async Task Every_form_of_the_document_names_the_issuer_that_the_tokens_name(string path)
    {
        using var client = app.CreateClient();

        var document = await client.ReadAsync(new Uri(path, UriKind.Relative));

        var token = OAuthClient.Payload(await app.MachineTokenAsync("mcp:read", CancellationToken.None));
        Assert.Equal((string?)token["iss"], (string?)document.Json["issuer"]);
    }

    [Fact]
    public async Task Every_statement_is_one_that_Keycloak_makes_too()
    {
        using var client = app.CreateClient();
        var file = Path.Combine(AppContext.BaseDirectory, "KeycloakMock", "openid-configuration.json");
        var real = JsonNode.Parse(
            (await File.ReadAllTextAsync(file)).Replace(
                "http://localhost:8080/realms/mcp", app.Issuer, StringComparison.Ordinal));

        var document =
            await client.ReadAsync(new Uri("/realms/mcp/.well-known/openid-configuration", UriKind.Relative));

        Assert.All(document.Json, member => Assert.Subset(Values(real?[member.Key]), Values(member.Value)));
        Assert.Equal(Values(real?["scopes_supported"]), Values(document.Json["scopes_supported"]));
    }

    [Fact]
    public async Task The_published_signing_key_validates_a_token()
    {
        using var client = app.CreateClient();
        var document =
            await client.ReadAsync(new Uri("/realms/mcp/.well-known/openid-configuration", UriKind.Relative));
        var keys = await client.ReadAsync(new Uri(OpenIdConnectConfiguration.Create(document.Text).JwksUri));
        var token = await app.UserTokenAsync("alice", "mcp:read", CancellationToken.None);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = app.Issuer,
            ValidAudience = "http://localhost:3000/mcp",
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = new JsonWebKeySet(keys.Text).GetSigningKeys(),
        });

        Assert.Null(result.Exception);
    }

    [Theory]
    [InlineData("/realms/other/.well-known/openid-configuration", """{"error":"Realm does not exist"}""")]
    [InlineData("/realms/other/protocol/openid-connect/certs", """{"error":"Realm does not exist"}""")]
    [InlineData("/.well-known/oauth-authorization-server/realms/other", """{"error":"Realm does not exist"}""")]
    [InlineData("/realms/mcp/nothing", """{"error":"HTTP 404 Not Found"}""")]
    [InlineData("/realms/mcp/%zz/%ff/%", """{"error":"HTTP 404 Not Found"}""")]
    public async Task What_is_not_there_is_answered_as_Keycloak_answers_it(string path, string expected)
    {
        using var client = app.CreateClient();

        var answer = await client.ReadAsync(new Uri(path, UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, expected), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/health/ready", """{"status":"UP"}""")]
    [InlineData("/health", null)]
    [InlineData("/alive", null)]
    public async Task It_says_that_it_is_ready(string path, string? expected)
    {
        using var client = app.CreateClient();

        var answer = await client.ReadAsync(new Uri(path, UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, expected ?? answer.Text), (answer.Status, answer.Text));
    }

    private static HashSet<string> Values(JsonNode? value) =>
        value is JsonArray array ? [.. array.Select(item => $"{item}")] : [$"{value}"];
}
