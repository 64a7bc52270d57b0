using System.Text.Json.Nodes;
using McpIntegration.Tests.Edge;
using McpIntegration.Tests.Hostile;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// What keycloak/public-paths.caddy lets through, character by character, and what it tells Keycloak of the sender.
/// </summary>
public sealed class PublicPathsTests(PublicPathsProxy proxy) : IClassFixture<PublicPathsProxy>
{
    [SkippableTheory]
    [InlineData("/realms/mcp/.well-known/openid-configuration")]
    [InlineData("/realms/mcp/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/realms/mcp")]
    [InlineData("/realms/mcp/protocol/openid-connect/auth?client_id=a&redirect_uri=http%3A%2F%2Flocalhost%2F..%2Fb&state=%2e%2e;//")]
    [InlineData("/realms/mcp/protocol/openid-connect/token")]
    [InlineData("/realms/mcp/protocol/openid-connect/certs")]
    [InlineData("/realms/mcp/login-actions/authenticate?session_code=a&tab_id=b")]
    [InlineData("/realms/mcp/clients-registrations/openid-connect")]
    [InlineData("/realms/mcp/clients-registrations/openid-connect/0c2c3f5e-6a3f-4f0e-9a39-3d9f0c8f5b11")]
    [InlineData("/realms/mcp/account/")]
    [InlineData("/realms/mcp/broker/github/endpoint?code=a")]
    [InlineData("/realms/mcp/device?user_code=ABCD-EFGH")]
    [InlineData("/resources/7xk2a/login/keycloak.v2/css/styles.css")]
    [InlineData("/resources/7xk2a/common/keycloak/vendor/patternfly-v5/assets/images/pfbg_768@2x.jpg")]
    public async Task An_address_that_a_client_or_a_person_needs_reaches_Keycloak_as_it_was_sent(string target)
    {
        CaddyProcess.SkipUnlessAvailable();

        var answer = await RawConnection.SendAsync(proxy.Port, RawRequest.Get(target));

        Assert.Equal((200, target), (answer.Status, (string?)Seen(answer)["target"]));
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/admin")]
    [InlineData("/admin/")]
    [InlineData("/admin/master/console/")]
    [InlineData("/admin/realms/mcp/users")]
    [InlineData("/realms/master")]
    [InlineData("/realms/master/protocol/openid-connect/token")]
    [InlineData("/realms/mcp")]
    [InlineData("/realms/mcp/")]
    [InlineData("/realms/mcp-other/account")]
    [InlineData("/realms/mcp/protocol/saml")]
    [InlineData("/realms/mcp/clients-registrations/default")]
    [InlineData("/metrics")]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/welcome")]
    [InlineData("/resources/7xk2a/admin/keycloak.v2/index.js")]
    [InlineData("/resources/7xk2a/welcome/keycloak/css/welcome.css")]
    [InlineData("/robots.txt")]
    [InlineData("/.well-known/openid-configuration/realms/mcp")]
    [InlineData("/.well-known/oauth-authorization-server/realms/master")]
    // Every way of writing an address that somebody between might read as another.
    [InlineData("//admin/")]
    [InlineData("/./admin/")]
    [InlineData("/%61dmin/")]
    [InlineData("/ADMIN/")]
    [InlineData("/REALMS/mcp/account")]
    [InlineData("/realms/MCP/account")]
    [InlineData("//realms/mcp/account")]
    [InlineData("/realms//mcp/account")]
    [InlineData("/realms/mcp/../master/account")]
    [InlineData("/realms/mcp/account/../../master")]
    [InlineData("/realms/mcp/account/..")]
    [InlineData("/realms/mcp/account/./x")]
    [InlineData("/realms/mcp/account/...")]
    [InlineData("/realms/mcp/account//x")]
    [InlineData("/realms/mcp/account/%2e%2e/%2e%2e/master")]
    [InlineData("/realms/mcp/account/..%2f..%2fmaster")]
    [InlineData("/realms/mcp/account/%252e%252e/%252e%252e/master")]
    [InlineData("/realms/mcp/account/..;/..;/master")]
    [InlineData("/realms/mcp;a=b/account")]
    [InlineData("/realms/mcp/account;/../../../admin")]
    [InlineData("/realms/mcp/account\\..\\..\\master")]
    [InlineData("/realms/mcp/account%5c..%5cmaster")]
    [InlineData("/realms/mcp/account%00")]
    [InlineData("/realms/mcp/account/%c0%ae%c0%ae/x")]
    [InlineData("/realms/mcp/account#/../../admin")]
    [InlineData("/realms%2fmcp/account")]
    [InlineData("/realms/master?/realms/mcp/account")]
    [InlineData("/admin/?/realms/mcp/account")]
    [InlineData("http://localhost/admin/")]
    [InlineData("http://realms/mcp/account/../../admin")]
    public async Task Anything_else_is_404_and_nothing_reaches_Keycloak(string target)
    {
        CaddyProcess.SkipUnlessAvailable();

        var answer = await RawConnection.SendAsync(proxy.Port, RawRequest.Get(target));

        Assert.Equal((404, "0"), (answer.Status, answer.Header("Content-Length")));
    }

    // 127.0.0.2 is the trusted proxy; what stands before its own entry, its client wrote.
    [SkippableTheory]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.1", "127.0.0.1")]
    [InlineData("127.0.0.2", null, "127.0.0.2")]
    [InlineData("127.0.0.2", "203.0.113.1", "203.0.113.1")]
    [InlineData("127.0.0.3", "198.51.100.9, 203.0.113.1", "203.0.113.1")]
    [InlineData("127.0.0.3", "198.51.100.9,198.51.100.8 ,2001:db8::1", "2001:db8::1")]
    public async Task Keycloak_is_told_of_the_one_address_that_somebody_trusted_saw(
        string from, string? forwardedFor, string expected)
    {
        CaddyProcess.SkipUnlessAvailable();
        Requirement.Demand(
            OperatingSystem.IsLinux(), "Only Linux has more than one loopback address without being told.");

        var seen = await SeeAsync(from, ("X-Forwarded-For", forwardedFor));

        Assert.Equal(expected, (string?)seen["X-Forwarded-For"]);
    }

    [SkippableTheory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task Keycloak_is_told_https_and_the_Host_that_was_asked_for_whoever_sends(string from)
    {
        CaddyProcess.SkipUnlessAvailable();
        Requirement.Demand(
            OperatingSystem.IsLinux(), "Only Linux has more than one loopback address without being told.");

        var seen = await SeeAsync(
            from,
            ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Port", "80"), ("X-Forwarded-Prefix", "/evil"),
            ("Forwarded", "host=evil.example;proto=http"));

        Assert.Equal(
            ("https", $"localhost:{proxy.Port}", null, null, null),
            ((string?)seen["X-Forwarded-Proto"], (string?)seen["X-Forwarded-Host"], (string?)seen["X-Forwarded-Port"],
                (string?)seen["X-Forwarded-Prefix"], (string?)seen["Forwarded"]));
    }

    private async Task<JsonNode> SeeAsync(string from, params (string Name, string? Value)[] headers)
    {
        using var client = proxy.CreateClient(from);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://localhost:{proxy.Port}/realms/mcp/account/");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        return Parse(await answer.Content.ReadAsStringAsync());
    }

    private static JsonNode Seen(RawAnswer answer) => Parse(answer.Text.Split("\r\n\r\n", 2)[1]);

    private static JsonNode Parse(string json) =>
        JsonNode.Parse(json) ?? throw new InvalidDataException("The answer is null.");
}
