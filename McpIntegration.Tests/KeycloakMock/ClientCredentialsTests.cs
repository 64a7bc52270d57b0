using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class ClientCredentialsTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Refused =
        """{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}""";

    [Fact]
    public async Task A_machine_has_the_scopes_it_asks_for_and_the_roles_that_belong_to_them()
    {
        var token = await app.MachineTokenAsync("mcp:read mcp:metrics", CancellationToken.None);

        var payload = OAuthClient.Payload(token);
        Assert.Equal("at+jwt", (string?)OAuthClient.Header(token)["typ"]);
        Assert.Equal(300, (long?)payload["exp"] - (long?)payload["iat"]);
        foreach (var changing in (string[])["exp", "iat", "jti", "sub"])
        {
            Assert.True(payload.Remove(changing));
        }

        AssertJson(
            $$"""
            {
              "iss": "{{app.Issuer}}",
              "aud": "http://localhost:3000/mcp",
              "roles": ["mcp-reader", "mcp-directory", "mcp-operator"],
              "typ": "Bearer",
              "azp": "mcp-machine",
              "scope": "mcp:read mcp:metrics"
            }
            """,
            payload);
    }

    [Fact]
    public async Task A_machine_that_asks_for_nothing_has_the_audience_and_an_empty_scope()
    {
        var payload = OAuthClient.Payload(await app.MachineTokenAsync(string.Empty, CancellationToken.None));

        Assert.Equal(
            ("http://localhost:3000/mcp", string.Empty, null), ((string?)payload["aud"], (string?)payload["scope"], payload["roles"]));
    }

    [Fact]
    public async Task The_subject_stays_the_same_after_a_restart()
    {
        using var restarted = new KeycloakMockApp();

        var before = OAuthClient.Payload(await app.MachineTokenAsync("mcp:read", CancellationToken.None));
        var after = OAuthClient.Payload(await restarted.MachineTokenAsync("mcp:read", CancellationToken.None));

        Assert.Equal((string?)before["sub"], (string?)after["sub"]);
    }

    [Theory]
    [InlineData($"mcp-machine:{KeycloakMockApp.MachineSecret}", HttpStatusCode.OK)]
    [InlineData($"mcp%2Dmachine:{KeycloakMockApp.MachineSecret}", HttpStatusCode.OK)]
    [InlineData("mcp-machine:wrong", HttpStatusCode.Unauthorized)]
    [InlineData("mcp-machine:", HttpStatusCode.Unauthorized)]
    [InlineData("mcp-machine", HttpStatusCode.Unauthorized)]
    [InlineData(":", HttpStatusCode.Unauthorized)]
    [InlineData("%zz:%", HttpStatusCode.Unauthorized)]
    public async Task A_client_may_name_itself_by_HTTP_Basic(string credentials, HttpStatusCode expected)
    {
        using var client = app.CreateClient();

        var answer =
            await client.PostFormAsync(app.TokenEndpoint, new() { ["grant_type"] = "client_credentials" }, credentials);

        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task A_missing_secret_is_a_wrong_secret()
    {
        using var client = app.CreateClient();

        var answer = await client.PostFormAsync(
            app.TokenEndpoint, new() { ["grant_type"] = "client_credentials", ["client_id"] = "mcp-machine" });

        Assert.Equal((HttpStatusCode.Unauthorized, Refused), (answer.Status, answer.Text));
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
