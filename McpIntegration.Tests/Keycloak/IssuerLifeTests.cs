using System.Net;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// What becomes of tokens as time goes by at the issuer: they end, people log out, keys change, it is away for a while.
/// Every test runs on the mock, and on Keycloak itself where that is here.
/// </summary>
public abstract class IssuerLifeTests(LiveIssuer issuer)
{
    private const string Accepted = "200";
    private const string Expired = "401 The token has expired.";

    [SkippableFact]
    public async Task A_token_that_was_accepted_is_401_once_it_has_expired()
    {
        SkipUnlessAvailable();
        var token = await issuer.BriefTokenAsync();
        var early = await CallAsync(issuer.Server, token);

        await Eventually.TrueAsync(
            "the token has expired",
            async () => await CallAsync(issuer.Server, token) != Accepted,
            limit: TimeSpan.FromSeconds(60),
            pause: TimeSpan.FromMilliseconds(500));

        Assert.Equal((Accepted, Expired), (early, await CallAsync(issuer.Server, token)));
    }

    // Tokens are checked here, without a question to the issuer: that is the price of five minutes.
    [SkippableFact]
    public async Task After_a_logout_the_token_goes_on_until_it_expires_and_nothing_renews_it()
    {
        SkipUnlessAvailable();
        var login = await issuer.Client().SignInAsync("alice", "mcp:metrics");
        var logout = await issuer.Http.PostFormAsync(
            new Uri($"{issuer.Address}/protocol/openid-connect/logout"),
            new() { ["client_id"] = "mcp-client", ["refresh_token"] = login.RefreshToken });

        var answer = await CallAsync(issuer.Server, login.AccessToken);
        var refreshed = await issuer.Client().RefreshAsync(login.RefreshToken);

        Assert.Equal((HttpStatusCode.NoContent, Accepted), (logout.Status, answer));
        Assert.Equal(
            (HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"Session not active"}"""),
            (refreshed.Status, refreshed.Text));
    }

    [SkippableFact]
    public async Task A_new_key_counts_from_its_first_token_on_and_the_old_one_until_it_is_withdrawn()
    {
        SkipUnlessAvailable();
        await using var oldKey = await RotatedKey.AddAsync(issuer);
        await using var server = await issuer.StartServerAsync();
        var oldToken = await issuer.MachineTokenAsync("mcp:metrics");
        var before = await CallAsync(server, oldToken);

        await using var newKey = await RotatedKey.AddAsync(issuer);
        var newToken = await issuer.MachineTokenAsync("mcp:metrics");
        var (first, after) = (await CallAsync(server, newToken), await CallAsync(server, oldToken));
        await oldKey.WithdrawAsync();

        Assert.NotEqual(KeyOf(oldToken), KeyOf(newToken));
        Assert.Equal((Accepted, Accepted, Accepted), (before, first, after));
        await AssertRefusedOnceTheKeysAreReadAgainAsync(server, oldToken, newToken);
    }

    [SkippableFact]
    public async Task While_the_issuer_is_away_its_tokens_count_and_when_it_is_back_people_log_in_again()
    {
        SkipUnlessAvailable();
        var token = await issuer.MachineTokenAsync("mcp:metrics");
        await issuer.StopAsync();

        var away = await CallAsync(issuer.Server, token);
        await Assert.ThrowsAsync<HttpRequestException>(() => issuer.MachineTokenAsync("mcp:metrics"));
        await issuer.RestartAsync();
        var login = await issuer.Client().SignInAsync("alice", "mcp:metrics");

        Assert.Equal((Accepted, Accepted), (away, await CallAsync(issuer.Server, token)));
        Assert.Equal(Accepted, await CallAsync(issuer.Server, login.AccessToken));
    }

    protected abstract void SkipUnlessAvailable();

    /// <summary>
    /// The running server reads the keys again every minute, and at once for a token that names a key it does not know.
    /// </summary>
    private async Task AssertRefusedOnceTheKeysAreReadAgainAsync(McpServerApp server, string withdrawn, string valid)
    {
        var ofNobody = server.Issuer.Token("", change: token => token.Issuer = issuer.Address);

        var answers =
            (await CallAsync(server, ofNobody), await CallAsync(server, withdrawn), await CallAsync(server, valid));

        Assert.Equal(
            ("401 The token's signature is not valid.", "401 The token's signature is not valid.", Accepted), answers);
    }

    private static string? KeyOf(string token) => (string?)OAuthClient.Header(token)["kid"];

    /// <summary>The status, and why the token was refused.</summary>
    private static async Task<string> CallAsync(McpServerApp server, string token)
    {
        using var answer = await server.CallAsync("get_metrics", """{"metricType":"usage"}""", token);
        return answer.StatusCode == HttpStatusCode.OK
            ? Accepted
            : $"{(int)answer.StatusCode} {(string?)(await answer.ReadJsonAsync())["error_description"]}";
    }
}
