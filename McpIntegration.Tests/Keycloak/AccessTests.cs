using System.Net;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// Who may do what with the tokens that the issuer really gives, after a login by its own forms. Every test runs on the
/// mock, and on Keycloak itself where that is here.
/// </summary>
public abstract class AccessTests(LiveIssuer issuer)
{
    private static readonly (string Name, string Arguments)[] Tools =
    [
        ("get_user_profile", """{"userId":"user-124"}"""),
        ("query_data", """{"collection":"users","filters":{"limit":1}}"""),
        ("get_metrics", """{"metricType":"usage"}"""),
    ];

    [SkippableTheory]
    [InlineData("mcp-client", "at+jwt")]
    [InlineData("registered", "JWT")]
    [InlineData("machine", "at+jwt")]
    public async Task Every_tool_answers_whoever_holds_every_scope(string client, string type)
    {
        SkipUnlessAvailable();
        var token = client switch
        {
            "machine" => await issuer.MachineTokenAsync(McpServerApp.AllScopes),
            "registered" => (await (await issuer.RegisterAsync()).SignInAsync("alice", McpServerApp.AllScopes)).AccessToken,
            _ => (await issuer.Client().SignInAsync("alice", McpServerApp.AllScopes)).AccessToken,
        };

        var statuses = await CallAllAsync(token);

        Assert.Equal(type, (string?)OAuthClient.Header(token)["typ"]);
        Assert.Equal("200, 200, 200", statuses);
    }

    // A 401 would send the client to log in, with the same end, for ever.
    [SkippableTheory]
    [InlineData("bob", "mcp:read", "200, 403, 403")]
    [InlineData("carol", "", "403, 403, 403")]
    public async Task A_person_without_the_role_is_refused_and_a_further_login_changes_nothing(
        string person, string granted, string expected)
    {
        SkipUnlessAvailable();
        var first = await issuer.Client().SignInAsync(person, McpServerApp.AllScopes);
        var before = await CallAllAsync(first.AccessToken);
        var refusal = await RefusalAsync("get_metrics", first.AccessToken);

        var second = await issuer.Client().SignInAsync(person, McpServerApp.AllScopes);

        Assert.Equal((granted, granted), ((string?)first.Json["scope"], (string?)second.Json["scope"]));
        Assert.Equal((expected, expected), (before, await CallAllAsync(second.AccessToken)));
        Assert.Equal(refusal, await RefusalAsync("get_metrics", second.AccessToken));
    }

    [SkippableFact]
    public async Task A_client_that_asked_for_too_little_asks_for_what_the_refusal_names_and_gets_in()
    {
        SkipUnlessAvailable();
        var narrow = await issuer.Client().SignInAsync("alice", "mcp:read");
        var before = await CallAllAsync(narrow.AccessToken);
        var refusal = await RefusalAsync("get_metrics", narrow.AccessToken);

        var wider = await issuer.Client().SignInAsync("alice", refusal.Scope);

        Assert.Equal(("200, 403, 403", "mcp:metrics mcp:read"), (before, refusal.Scope));
        Assert.Equal("200, 403, 200", await CallAllAsync(wider.AccessToken));
    }

    // The server can only say what is missing; that the client may not ask for it, its person learns from the issuer.
    [SkippableFact]
    public async Task A_client_that_registered_too_little_is_refused_here_and_at_the_issuer_when_it_asks_for_more()
    {
        SkipUnlessAvailable();
        var client = await issuer.RegisterAsync("mcp:read");
        var login = await client.SignInAsync("alice", "mcp:read");
        var before = await CallAllAsync(login.AccessToken);
        var refusal = await RefusalAsync("get_metrics", login.AccessToken);

        var answer = await issuer.Http.ReadAsync(new Uri(client.Address(refusal.Scope)));

        var callback = CodeFlow.Parameters(answer);
        Assert.Equal("200, 403, 403", before);
        Assert.Equal(
            ("invalid_scope", "Invalid scopes: mcp:metrics mcp:read"),
            (callback["error"], callback["error_description"]));
    }

    [SkippableFact]
    public async Task A_token_of_the_same_issuer_for_another_resource_is_401()
    {
        SkipUnlessAvailable();
        var token = await issuer.TokenForElsewhereAsync();

        using var answer = await issuer.Server.CallAsync("get_metrics", """{"metricType":"usage"}""", token);

        var payload = OAuthClient.Payload(token);
        Assert.Equal(
            (issuer.Address, "https://elsewhere.example/mcp"), ((string?)payload["iss"], (string?)payload["aud"]));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        JsonAssert.Equal(
            """{"error":"invalid_token","error_description":"The token was issued for another audience."}""", await answer.ReadJsonAsync());
    }

    protected abstract void SkipUnlessAvailable();

    /// <summary>The statuses of one call of every tool; a tool that ran has given a result.</summary>
    private async Task<string> CallAllAsync(string token)
    {
        List<int> statuses = [];
        foreach (var (tool, arguments) in Tools)
        {
            using var answer = await issuer.Server.CallAsync(tool, arguments, token);
            statuses.Add((int)answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                await answer.ReadStructuredAsync();
            }
        }

        return string.Join(", ", statuses);
    }

    private async Task<(string Scope, string Challenge, string Body)> RefusalAsync(string tool, string token)
    {
        using var answer =
            await issuer.Server.CallAsync(tool, Tools.Single(candidate => candidate.Name == tool).Arguments, token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var challenge = $"{answer.Headers.WwwAuthenticate}";
        return (challenge.Split("scope=\"")[1].Split('"')[0], challenge, await answer.Content.ReadAsStringAsync());
    }
}
