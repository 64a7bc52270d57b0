using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class RefreshTokenTests(KeycloakMockApp app) : IClassFixture<KeycloakMockApp>
{
    private const string Reused =
        """{"error":"invalid_grant","error_description":"Maximum allowed refresh token reuse exceeded"}""";
    private const string Detached =
        """{"error":"invalid_grant","error_description":"Session doesn't have required client"}""";
    private const string Invalid = """{"error":"invalid_grant","error_description":"Invalid refresh token"}""";

    [Fact]
    public async Task A_second_use_takes_the_session_away_from_the_client()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "mcp:read");

        var first = await flow.RefreshAsync(login.RefreshToken);
        var reused = await flow.RefreshAsync(login.RefreshToken);
        var after = await flow.RefreshAsync(first.RefreshToken);

        Assert.Equal((HttpStatusCode.OK, Reused, Detached), (first.Status, reused.Text, after.Text));
    }

    [Fact]
    public async Task A_refresh_token_counts_once_however_many_ask_at_once()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "mcp:read");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => flow.RefreshAsync(login.RefreshToken)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Contains(answer.Text, (string[])[Reused, Detached]));
    }

    [Fact]
    public async Task Logins_of_one_client_in_one_session_refresh_independently()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var browser = new Browser(client, app.Issuer);
        var first = await browser.SignInAsync(flow.Address("mcp:read"), "alice");
        var second = await browser.SignInAsync(flow.Address("mcp:read"), "alice");

        foreach (var callback in (OAuthAnswer[])[first, second])
        {
            var login = await flow.RedeemAsync(CodeFlow.Parameters(callback)["code"]);
            var refreshed = await flow.RefreshAsync(login.RefreshToken);

            Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        }
    }

    [Theory]
    [InlineData(null, "openid profile mcp:read", true)]
    [InlineData("openid mcp:read", "openid mcp:read", true)]
    [InlineData("mcp:read mcp:query mcp:metrics", "mcp:read", false)]
    public async Task A_narrower_scope_narrows_and_a_wider_one_is_cut(string? asked, string granted, bool withIdToken)
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "openid profile mcp:read");

        var narrowed = await flow.RefreshAsync(login.RefreshToken, ("scope", asked));
        var whole = await flow.RefreshAsync(narrowed.RefreshToken);

        Assert.Equal((granted, withIdToken), ((string?)narrowed.Json["scope"], narrowed.Json.ContainsKey("id_token")));
        Assert.Equal(granted, (string?)OAuthClient.Payload(narrowed.AccessToken)["scope"]);
        Assert.Equal("openid profile mcp:read", (string?)whole.Json["scope"]);
    }

    [Fact]
    public async Task Only_the_client_that_has_the_token_may_use_it()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "mcp:read");

        var answer = await flow.RefreshAsync(
            login.RefreshToken, ("client_id", "mcp-machine"), ("client_secret", KeycloakMockApp.MachineSecret));

        Assert.Equal(
            "Invalid refresh token. Token client and authorized client don't match", (string?)answer.Json["error_description"]);
    }

    [Fact]
    public async Task Another_kind_of_token_is_no_refresh_token()
    {
        using var client = app.CreateClient();
        var flow = new CodeFlow(client, app.Issuer);
        var login = await flow.SignInAsync("alice", "openid");

        var answers = await Task.WhenAll(
            flow.RefreshAsync(login.AccessToken), flow
                .RefreshAsync($"{login.Json["id_token"]}"), flow
                .RefreshAsync("a.b.c"));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.BadRequest, Invalid), (answer.Status, answer.Text)));
    }

    [Fact]
    public async Task A_refresh_token_ends_with_the_idle_time_and_an_offline_token_does_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var aging = new KeycloakMockApp([], services => services.AddSingleton<TimeProvider>(time));
        using var client = aging.CreateClient();
        var flow = new CodeFlow(client, aging.Issuer);
        var login = await flow.SignInAsync("alice", "mcp:read");
        var offline = await flow.SignInAsync("alice", "mcp:read offline_access");

        time.Advance(TimeSpan.FromMinutes(31));
        var refreshed = await flow.RefreshAsync(login.RefreshToken);
        var refreshedOffline = await flow.RefreshAsync(offline.RefreshToken);

        Assert.Equal((1800, 0), ((int?)login.Json["refresh_expires_in"], (int?)offline.Json["refresh_expires_in"]));
        Assert.Equal((Invalid, HttpStatusCode.OK), (refreshed.Text, refreshedOffline.Status));
    }
}
