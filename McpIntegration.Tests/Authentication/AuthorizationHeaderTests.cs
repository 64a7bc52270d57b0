using System.Net;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class AuthorizationHeaderTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Challenge =
        "Bearer resource_metadata=\"http://localhost:3000/.well-known/oauth-protected-resource/mcp\", scope=\"mcp:metrics mcp:query mcp:read\"";

    private const string Malformed =
        """{"error":"invalid_request","error_description":"The Authorization header is malformed: send exactly one, in the form \"Bearer <token>\"."}""";

    private const string Unauthorized =
        """{"error":"unauthorized","error_description":"A bearer token is required. WWW-Authenticate says where to get one."}""";

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("Bearer  ")]
    [InlineData("Bearer a b")]
    [InlineData("Bearer \"{token}\"")]
    [InlineData("Bearer {token},{token}")]
    [InlineData("Bearer {token}, Basic YTpi")]
    [InlineData("Bearer {token}?")]
    [InlineData("Bearer a\tb")]
    public async Task A_malformed_one_is_400_without_a_challenge(string header)
    {
        using var answer = await AskAsync(header);

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Header("WWW-Authenticate")));
        Assert.Equal(Malformed, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Two_of_them_are_400_even_when_both_hold_a_good_token()
    {
        using var answer = await AskAsync("Bearer {token}", "Bearer {token}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(Malformed, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Basic YWxpY2U6YWxpY2U=")]
    [InlineData("DPoP {token}")]
    [InlineData("{token}")]
    [InlineData("BearerX {token}")]
    [InlineData("")]
    public async Task Another_scheme_is_as_none(string header)
    {
        using var answer = await AskAsync(header);

        Assert.Equal((HttpStatusCode.Unauthorized, Challenge), (answer.StatusCode, answer.Header("WWW-Authenticate")));
        Assert.Equal(Unauthorized, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Bearer {token}")]
    [InlineData("bearer {token}")]
    [InlineData("BEARER {token}")]
    [InlineData("Bearer   {token}  ")]
    public async Task The_scheme_is_read_in_any_case_and_spaces_do_not_count(string header)
    {
        using var answer = await AskAsync(header);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/mcp?access_token={token}")]
    [InlineData("/mcp?token={token}")]
    [InlineData("/mcp?authorization=Bearer%20{token}")]
    public async Task A_token_in_the_address_is_not_taken(string address)
    {
        using var content = new StringContent(McpMessages.Ping, Encoding.UTF8, "application/json");

        using var answer = await server.App.Client.PostAsync(new Uri(Fill(address), UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_body_is_not_taken()
    {
        using var content = new FormUrlEncodedContent([new("access_token", Fill("{token}"))]);

        using var answer = await server.App.Client.PostAsync("/mcp", content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/mcp/")]
    [InlineData("/MCP")]
    [InlineData("/%6dcp")]
    [InlineData("/mcp/sse")]
    [InlineData("/mcp/message")]
    [InlineData("/mcp//")]
    [InlineData("/x/../mcp")]
    public async Task No_spelling_of_the_path_gets_past_authentication(string path)
    {
        using var content = new StringContent(McpMessages.Ping, Encoding.UTF8, "application/json");

        using var answer = await server.App.Client.PostAsync(path, content);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(params string[] headers) =>
        server.App.PostAsync(McpMessages.Ping, null, request =>
        request.Headers.TryAddWithoutValidation("Authorization", headers.Select(Fill)));

    private string Fill(string text) =>
        text.Replace("{token}", server.App.Issuer.Token("mcp:read"), StringComparison.Ordinal);
}
