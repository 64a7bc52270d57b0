using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authentication;

/// <summary>What docs/security.md says of Entra ID and Auth0.</summary>
public sealed class OtherIssuersTests(Entra entra, Auth0 auth0) : IClassFixture<Entra>, IClassFixture<Auth0>
{
    private const string Profile = """{"userId":"user-123"}""";
    private static readonly string[] AllScopes = McpServerApp.AllScopes.Split(' ');
    private static readonly string[] Directory = ["other", "mcp-directory"];
    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["query_data"] = """{"collection":"users"}""",
        ["get_user_profile"] = Profile,
        ["get_metrics"] = """{"metricType":"usage"}""",
    };

    [Theory]
    [InlineData("query_data")]
    [InlineData("get_user_profile")]
    [InlineData("get_metrics")]
    public async Task Their_tokens_run_every_tool(string tool)
    {
        using var ofEntra = await entra.App.CallAsync(tool, Arguments[tool], entra.Person(McpServerApp.AllScopes));
        using var ofAuth0 =
            await auth0.App.CallAsync(tool, Arguments[tool], auth0.Person($"openid {McpServerApp.AllScopes}"));
        using var ofRfc9068 =
            await auth0.App.CallAsync(tool, Arguments[tool], auth0.Person(McpServerApp.AllScopes, isRfc9068: true));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            [ofEntra.StatusCode, ofAuth0.StatusCode, ofRfc9068.StatusCode]);
        Assert.All(
            [await ofEntra.ReadResultAsync(), await ofAuth0.ReadResultAsync(), await ofRfc9068.ReadResultAsync()],
            result => Assert.Null(result["isError"]));
    }

    [Fact]
    public async Task A_refusal_names_the_scopes_as_the_issuer_wants_them_asked_for()
    {
        using var ofEntra =
            await entra.App.CallAsync("get_metrics", Arguments["get_metrics"], entra.Person("access_as_user mcp:read"));
        using var ofAuth0 =
            await auth0.App.CallAsync("get_metrics", Arguments["get_metrics"], auth0.Person("openid mcp:read"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (ofEntra.StatusCode, ofAuth0.StatusCode));
        Assert.Contains(
            $", scope=\"api://{Entra.AppId}/mcp:metrics api://{Entra.AppId}/mcp:read\", error=\"insufficient_scope\"",
            ofEntra.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Contains(
            ", scope=\"mcp:metrics mcp:read openid\", error=\"insufficient_scope\"", ofAuth0.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_and_metadata_name_every_scope_as_it_is_asked_for()
    {
        string[] requestable =
            [$"api://{Entra.AppId}/mcp:metrics", $"api://{Entra.AppId}/mcp:query", $"api://{Entra.AppId}/mcp:read"];

        using var challenged = await entra.App.PostAsync(McpMessages.Ping, null);
        using var metadata = await entra.App.Client.GetAsync("/.well-known/oauth-protected-resource/mcp");

        Assert.EndsWith(
            $", scope=\"{string.Join(' ', requestable)}\"",
            challenged.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
        var document = await metadata.ReadJsonAsync();
        Assert.Equal(requestable, document["scopes_supported"]?.AsArray().Select(scope => (string?)scope));
        Assert.Equal(McpServerApp.Resource, (string?)document["resource"]);
        Assert.Equal(
            $"https://login.microsoftonline.com/{Entra.Tenant}/v2.0", (string?)document["authorization_servers"]?[0]);
    }

    [Theory]
    [InlineData("query_data")]
    [InlineData("get_user_profile")]
    [InlineData("get_metrics")]
    public async Task A_token_without_the_claim_is_refused_every_tool_with_403(string tool)
    {
        using var answer =
            await entra.App.CallAsync(tool, Arguments[tool], entra.Application(["mcp-directory", .. AllScopes]));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Scopes_in_any_other_claim_widen_nothing()
    {
        var ofEntra = entra.Person(
            "mcp:read", claims => (claims["scope"], claims["roles"]) = (McpServerApp.AllScopes, AllScopes));
        var ofAuth0 = auth0.Person(
            "mcp:read", change: claims => (claims["scp"], claims["permissions"]) = (McpServerApp.AllScopes, AllScopes));

        using var entraRefuses = await entra.App.CallAsync("get_metrics", Arguments["get_metrics"], ofEntra);
        using var auth0Refuses = await auth0.App.CallAsync("get_metrics", Arguments["get_metrics"], ofAuth0);

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (entraRefuses.StatusCode, auth0Refuses.StatusCode));
    }

    [Theory]
    [InlineData("mcp:read api://6731de76-14a6-49ae-97bc-6eba6914391e/mcp:metrics")]
    [InlineData("mcp:read,mcp:metrics")]
    public async Task The_prefix_is_no_part_of_what_a_token_holds(string scp)
    {
        using var answer = await entra.App.CallAsync("get_metrics", Arguments["get_metrics"], entra.Person(scp));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Roles_count_as_a_list_and_as_one_text_and_only_in_the_claim_that_is_named()
    {
        Assert.Null(await EmailAsync(entra, entra.Person("mcp:read")));
        Assert.Equal(
            "alice@example.com",
            await EmailAsync(entra, entra.Person("mcp:read", claims => claims["roles"] = Directory)));
        Assert.Equal(
            "alice@example.com",
            await EmailAsync(entra, entra.Person("mcp:read", claims => claims["roles"] = "mcp-directory")));
        Assert.Equal(
            "alice@example.com",
            await EmailAsync(auth0, auth0.Person("mcp:read", change: claims => claims[Auth0.Roles] = Directory)));
        Assert.Null(await EmailAsync(auth0, auth0.Person("mcp:read", change: claims => claims["roles"] = Directory)));
    }

    [Fact]
    public async Task A_person_s_own_record_is_known_by_the_claim_that_is_named()
    {
        Assert.Equal(
            "alice@example.com",
            await EmailAsync(auth0, auth0.Person("mcp:read", change: claims => claims[Auth0.EmployeeId] = "user-123")));
        Assert.Null(
            await EmailAsync(auth0, auth0.Person("mcp:read", change: claims => claims["employee_id"] = "user-123")));
    }

    private static async Task<string?> EmailAsync(OtherIssuer issuer, string token)
    {
        using var answer = await issuer.App.CallAsync("get_user_profile", Profile, token);
        var profile = await answer.ReadStructuredAsync();
        return (string?)profile["email"];
    }
}
