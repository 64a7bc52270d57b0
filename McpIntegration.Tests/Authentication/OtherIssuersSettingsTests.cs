using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>Each of another issuer's settings is needed, and everything is compared exactly.</summary>
public sealed class OtherIssuersSettingsTests
{
    private static readonly string[] Permissions = ["mcp:query", "mcp:read"];

    [Theory]
    [InlineData("Authentication:Audience", null)]
    [InlineData("Authentication:Audience", "6731DE76-14A6-49AE-97BC-6EBA6914391E")]
    [InlineData("Authentication:Audience", "api://6731de76-14a6-49ae-97bc-6eba6914391e")]
    [InlineData("Authentication:Issuer", "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/")]
    [InlineData("Authentication:Issuer", "https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/")]
    public Task Entra_s_token_is_401_with(string key, string? value) =>
        AnswersAsync(new Entra(), issuer => issuer.Person("mcp:read"), key, value, HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("Authentication:ScopeClaim", "scope")]
    [InlineData("Authentication:ScopeClaim", "SCP")]
    public Task Entra_s_token_is_403_with(string key, string value) =>
        AnswersAsync(new Entra(), issuer => issuer.Person("mcp:read"), key, value, HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("Authentication:Issuer", "https://example.eu.auth0.com")]
    [InlineData("Authentication:Audience", "https://example.eu.auth0.com")]
    [InlineData("Authentication:Resource", "https://other.example.com/mcp")]
    public Task Auth0_s_token_is_401_with(string key, string value) =>
        AnswersAsync(new Auth0(), issuer => issuer.Person("mcp:read"), key, value, HttpStatusCode.Unauthorized);

    [Fact]
    public Task An_audience_of_another_kind_is_accepted_where_the_settings_name_it() => AnswersAsync(
        new Entra(),
        issuer => issuer.Person("mcp:read", claims => claims["aud"] = "api://6731de76-14a6-49ae-97bc-6eba6914391e"),
        "Authentication:Audience",
        "api://6731de76-14a6-49ae-97bc-6eba6914391e",
        HttpStatusCode.OK);

    /// <summary>Auth0's permissions, where they are to decide instead of what was asked for.</summary>
    [Fact]
    public Task A_list_can_be_the_claim_of_the_scopes() => AnswersAsync(
        new Auth0(),
        issuer => issuer.Person("openid", change: claims => claims["permissions"] = Permissions),
        "Authentication:ScopeClaim",
        "permissions",
        HttpStatusCode.OK);

    [Fact]
    public Task With_an_audience_of_its_own_the_server_s_address_is_none() => AnswersAsync(
        new Entra(),
        issuer => issuer.Person("mcp:read", claims => claims["aud"] = McpServerApp.Resource),
        "Authentication:Audience",
        Entra.AppId,
        HttpStatusCode.Unauthorized);

    private static async Task AnswersAsync<TIssuer>(
        TIssuer issuer, Func<TIssuer, string> token, string key, string? value, HttpStatusCode expected) where TIssuer : OtherIssuer
    {
        await issuer.InitializeAsync();
        try
        {
            issuer.Settings[key] = value;
            // A server that needs another Host than the tests' own sends is asked by that one.
            var host = new Uri(
                issuer.Settings.GetValueOrDefault("Authentication:Resource") ?? McpServerApp.Resource).Authority;

            using var answer = await issuer.App.PostAsync(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_user_profile","arguments":{"userId":"user-123"}}}""",
                token(issuer),
                request => request.Headers.Host = host);

            Assert.Equal(expected, answer.StatusCode);
        }
        finally
        {
            await issuer.DisposeAsync();
        }
    }
}
