using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Clients;

/// <summary>
/// The official clients find their way from the server's address to its tools, with nothing else known but what a
/// person types. Every test runs on the built-in issuer, and on Keycloak itself where that is here.
/// </summary>
public abstract class OfficialClientTests(RunningApplication application, Journeys journeys)
{
    private const string Challenged = "POST /mcp 401";
    private const string Refused = "POST /mcp 403";
    private const string Answered = "POST /mcp 200";
    private const string Notified = "POST /mcp 202";
    private const string ResourceRead = "GET /.well-known/oauth-protected-resource/mcp 200";
    private const string IssuerRead = "GET /.well-known/oauth-authorization-server/realms/mcp 200";
    private const string Registered = "POST /realms/mcp/clients-registrations/openid-connect 201";
    private const string TokenIssued = "POST /realms/mcp/protocol/openid-connect/token 200";

    private const string GaveUp =
        "StreamableHTTPError: Streamable HTTP error: Server returned 403 after trying upscoping";

    public static TheoryData<OfficialClient> Clients => [.. Enum.GetValues<OfficialClient>()];

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Asks_for_every_scope_and_signs_a_person_in_with_consent(OfficialClient client)
    {
        SkipUnlessAvailable();

        var journey = await OfAliceAsync(client);

        var authorization = journey.The("authorization");
        Assert.Equal(["mcp:metrics", "mcp:query", "mcp:read"], Journey.Texts(authorization, "scopes"));
        Assert.Equal(application.McpEndpoint.AbsoluteUri, (string?)authorization["resource"]);
        Assert.Equal(["login", "consent"], Journey.Texts(journey.The("login"), "forms"));
        Assert.Equal(application.Issuer, (string?)journey.The("login")["iss"]);
    }

    [SkippableTheory]
    [InlineData(OfficialClient.TypeScriptV1, "2025-11-25", Answered, Notified)]
    [InlineData(OfficialClient.TypeScriptV2, "2026-07-28", Answered)]
    [InlineData(OfficialClient.CSharp, "2026-07-28", Answered)]
    public async Task Finds_the_issuer_registers_and_connects(
        OfficialClient client, string protocol, params string[] handshake)
    {
        SkipUnlessAvailable();

        var journey = await OfAliceAsync(client);

        var connected = journey.The("connected");
        Assert.Equal(
            [Challenged, ResourceRead, IssuerRead, Registered, TokenIssued, .. handshake],
            Journey.Texts(connected, "exchanges"));
        Assert.Equal(
            ("internal-data-server", protocol), ((string?)connected["server"], (string?)connected["protocol"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Lists_the_tools_and_calls_every_one(OfficialClient client)
    {
        SkipUnlessAvailable();

        var journey = await OfAliceAsync(client);

        Assert.Equal(["query_data", "get_user_profile", "get_metrics"], Journey.Texts(journey.The("tools"), "names"));
        Assert.Equal("Alice Anders", (string?)journey.Calls("query_data").First()["result"]?["records"]?[0]?["name"]);
        Assert.Equal("alice@example.com", (string?)journey.Calls("get_user_profile").First()["result"]?["email"]);
        Assert.Equal("usage", (string?)journey.Calls("get_metrics").First()["result"]?["metricType"]);
    }

    [SkippableTheory]
    [InlineData(OfficialClient.TypeScriptV1, Challenged, TokenIssued, Answered)]
    [InlineData(OfficialClient.TypeScriptV2, Challenged, TokenIssued, Answered)]
    [InlineData(OfficialClient.CSharp, Challenged, ResourceRead, IssuerRead, TokenIssued, Answered)]
    public async Task Refreshes_a_token_that_has_expired(OfficialClient client, params string[] exchanges)
    {
        SkipUnlessAvailable();

        var journey = await OfAliceAsync(client);

        var call = journey.Calls("query_data").Last();
        Assert.Equal(exchanges, Journey.Texts(call, "exchanges"));
        Assert.Equal("Alice Anders", (string?)call["result"]?["records"]?[0]?["name"]);
        Assert.True((bool?)journey.The("refresh")["rotated"]);
        Assert.Single(journey.All("authorization"));
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Goes_on_without_a_login_when_the_server_was_restarted(OfficialClient client)
    {
        SkipUnlessAvailable();

        var journey = await OfAliceAsync(client);

        var call = journey.Calls("query_data").ElementAt(1);
        Assert.Equal([Answered], Journey.Texts(call, "exchanges"));
        Assert.Equal("Alice Anders", (string?)call["result"]?["records"]?[0]?["name"]);
    }

    // Version 1 tries a refresh. The others send the person to log in again: the C# client waits for that, version 2
    // leaves it to its host.
    [SkippableTheory]
    [InlineData(
        OfficialClient.TypeScriptV1, 1, GaveUp,
        Refused, TokenIssued, Refused)]
    [InlineData(OfficialClient.TypeScriptV2, 2, "UnauthorizedError: Unauthorized", Refused)]
    [InlineData(
        OfficialClient.CSharp, 2,
        "HttpRequestException: Response status code does not indicate success: 403 (Forbidden). "
        + "Response body: {\"error\":{\"code\":-32003,\"message\":\"This tool needs the scope mcp:metrics, which the token does not carry.",
        Refused, ResourceRead, IssuerRead, TokenIssued, Refused)]
    public async Task Is_refused_a_tool_that_the_person_has_no_role_for(
        OfficialClient client, int logins, string error, params string[] exchanges)
    {
        SkipUnlessAvailable();

        var journey = await journeys.OfBobAsync(client, application);

        var call = Assert.Single(journey.Calls("get_metrics"));
        Assert.StartsWith(error, (string?)call["error"], StringComparison.Ordinal);
        Assert.Equal(exchanges, Journey.Texts(call, "exchanges"));
        Assert.Equal(logins, journey.All("authorization").Count());
        Assert.All(
            journey.Calls("get_user_profile"),
            profile => Assert.Equal("Bob Berg", (string?)profile["result"]?["name"]));
    }

    // One more login at most, and that only once: the C# client remembers that it was of no use.
    [SkippableTheory]
    [InlineData(OfficialClient.TypeScriptV1, 1, GaveUp, GaveUp)]
    [InlineData(OfficialClient.TypeScriptV2, 1, "InsufficientScopeError: ", "InsufficientScopeError: ")]
    [InlineData(
        OfficialClient.CSharp, 2,
        "HttpRequestException: Response status code does not indicate success: 403 (Forbidden). "
        + "Response body: {\"error\":{\"code\":-32003,\"message\":\"This tool needs the scope mcp:read, which the token does not carry.",
        "McpException: Failed to handle unauthorized response with 'Bearer' scheme. A repeated insufficient_scope challenge added no scope")]
    public async Task Comes_to_an_end_where_no_login_grants_the_scope(
        OfficialClient client, int logins, string first, string second)
    {
        SkipUnlessAvailable();

        var journey = await journeys.OfCarolAsync(client, application);

        var calls = journey.Calls("get_user_profile").ToArray();
        Assert.Equal(2, calls.Length);
        Assert.StartsWith(first, (string?)calls[0]["error"], StringComparison.Ordinal);
        Assert.StartsWith(second, (string?)calls[1]["error"], StringComparison.Ordinal);
        Assert.All(calls, call => Assert.DoesNotContain(Challenged, Journey.Texts(call, "exchanges")));
        Assert.All(
            calls,
            call => Assert.InRange(Journey.Texts(call, "exchanges").Count(exchange => exchange == Refused), 1, 2));
        Assert.Equal(logins, journey.All("authorization").Count());
        Assert.Equal(["query_data", "get_user_profile", "get_metrics"], Journey.Texts(journey.The("tools"), "names"));
    }

    [SkippableFact]
    public async Task A_host_that_asks_for_it_is_told_what_is_missing_and_why()
    {
        SkipUnlessAvailable();

        var journey = await journeys.OfCarolAsync(OfficialClient.TypeScriptV2, application);

        Assert.All(journey.Calls("get_user_profile"), call => Assert.Equal(
            "This tool needs the scope mcp:read, which the token does not carry. Either the client did not ask for it at login, " +
            "or the account has no role that grants it: then signing in again does not help, and an administrator has to assign the role.",
            (string?)call["described"]));
    }

    /// <summary>An access token of the issuer that has expired, or is about to.</summary>
    protected abstract Task<string> ExpiredTokenAsync();

    protected abstract void SkipUnlessAvailable();

    private Task<Journey> OfAliceAsync(OfficialClient client) =>
        journeys.OfAliceAsync(client, application, ExpiredTokenAsync);
}
