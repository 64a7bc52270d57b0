using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class DevelopmentTokenTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Everything = "openid profile mcp:read mcp:query mcp:metrics";

    [Fact]
    public async Task A_persons_token_says_who_when_and_in_which_session()
    {
        var payload = OAuthClient.Payload(await app.UserTokenAsync("alice", Everything, CancellationToken.None));

        Assert.Equal((long?)payload["iat"], (long?)payload["auth_time"]);
        foreach (var changing in (string[])["exp", "iat", "jti", "auth_time", "sid"])
        {
            Assert.True(payload.Remove(changing));
        }

        var expected = JsonNode.Parse(
            $$"""
            {
              "iss": "{{app.Issuer}}",
              "sub": "a11ce000-0000-4000-8000-000000000001",
              "aud": "http://localhost:3000/mcp",
              "roles": ["mcp-reader", "mcp-directory", "mcp-analyst", "mcp-operator"],
              "employee_id": "user-123",
              "preferred_username": "alice",
              "typ": "Bearer",
              "azp": "mcp-client",
              "scope": "openid profile mcp:read mcp:query mcp:metrics"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, payload), payload.ToJsonString());
    }

    [Theory]
    [InlineData("bob", "mcp:read mcp:query mcp:metrics", "mcp:read", "[\"mcp-reader\"]")]
    [InlineData("bob", "mcp:query", "", null)]
    [InlineData("carol", "mcp:read mcp:query mcp:metrics", "", null)]
    [InlineData("alice", "mcp:query", "mcp:query", "[\"mcp-analyst\"]")]
    public async Task A_scope_is_granted_only_with_one_of_its_roles(
        string username, string asked, string granted, string? roles)
    {
        var payload = OAuthClient.Payload(await app.UserTokenAsync(username, asked, CancellationToken.None));

        Assert.Equal((granted, roles), ((string?)payload["scope"], payload["roles"]?.ToJsonString()));
    }

    [Theory]
    [InlineData("nobody", "mcp-client", "mcp:read", """{"error":"invalid_grant","error_description":"Unknown username"}""")]
    [InlineData("service-account-mcp-machine", "mcp-client", "mcp:read", """{"error":"invalid_grant","error_description":"Unknown username"}""")]
    [InlineData("alice", "nobody", "mcp:read", """{"error":"invalid_client","error_description":"Unknown client_id"}""")]
    [InlineData("alice", "http://localhost:3000/mcp", "mcp:read", """{"error":"invalid_client","error_description":"Unknown client_id"}""")]
    [InlineData("alice", "mcp-client", "mcp:nope", """{"error":"invalid_scope","error_description":"Invalid scopes: mcp:nope"}""")]
    public async Task What_the_realm_does_not_know_is_refused(
        string username, string clientId, string scope, string expected)
    {
        using var client = app.CreateClient();

        var answer = await client.PostFormAsync(
            new Uri($"{app.Issuer}/development/token"), new() { ["username"] = username, ["client_id"] = clientId, ["scope"] = scope });

        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("-60", -60)]
    public async Task A_token_lives_as_long_as_it_is_asked_for(string lifespan, int seconds)
    {
        var answer = await AskAsync(lifespan);

        var payload = OAuthClient.Payload(answer.AccessToken);
        Assert.Equal(
            (seconds, seconds), ((int?)answer.Json["expires_in"], (int?)payload["exp"] - (int?)payload["iat"]));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task A_lifespan_that_is_none_is_refused(string lifespan)
    {
        var answer = await AskAsync(lifespan);

        Assert.Equal(
            (HttpStatusCode.BadRequest, $$"""{"error":"invalid_request","error_description":"Invalid lifespan: {{lifespan}}"}"""),
            (answer.Status, answer.Text));
    }

    private async Task<OAuthAnswer> AskAsync(string lifespan)
    {
        using var client = app.CreateClient();
        return await client.PostFormAsync(
            new Uri($"{app.Issuer}/development/token"), new() { ["username"] = "alice", ["scope"] = "mcp:read", ["lifespan"] = lifespan });
    }
}
