using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class GetUserProfileTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string Record =
        "\"id\":\"user-123\",\"name\":\"Alice Anders\",\"department\":\"engineering\"," +
        "\"createdAt\":\"2022-12-13T08:43:00+00:00\"";

    private const string WithoutEmail = $"{{{Record}}}";

    private const string WithEmail = $"{{{Record},\"email\":\"alice@example.com\"}}";

    [Theory]
    [InlineData("nobody", null, null, WithoutEmail)]
    [InlineData("herself", "user-123", null, WithEmail)]
    [InlineData("somebody else", "user-124", null, WithoutEmail)]
    [InlineData("somebody like her", "USER-123", null, WithoutEmail)]
    [InlineData("a directory", null, "mcp-directory", WithEmail)]
    [InlineData("a directory among others", null, "other,mcp-directory", WithEmail)]
    [InlineData("another role", null, "mcp-directory-reader,MCP-DIRECTORY", WithoutEmail)]
    public async Task The_e_mail_address_is_for_oneself_and_for_the_directory_role(
        string subject, string? employeeId, string? roles, string expected)
    {
        using var answer = await server.App.CallAsync(
            "get_user_profile", """{"userId":"user-123"}""", TokenFor(subject, employeeId, roles));

        JsonAssert.Equal(expected, await answer.ReadStructuredAsync());
    }

    [Fact]
    public async Task What_is_shown_of_a_cached_record_follows_the_token_of_now()
    {
        using var first = await AskAsync(TokenFor("carol", null, "mcp-directory"));
        using var second = await AskAsync(TokenFor("carol", null, null));
        using var third = await AskAsync(TokenFor("carol", null, "mcp-directory"));

        Assert.Equal(
            ("MISS", "HIT", "HIT"), (first.Header("X-Cache"), second.Header("X-Cache"), third.Header("X-Cache")));
        JsonAssert.Equal(WithEmail, await first.ReadStructuredAsync());
        JsonAssert.Equal(WithoutEmail, await second.ReadStructuredAsync());
        JsonAssert.Equal(WithEmail, await third.ReadStructuredAsync());
    }

    [Theory]
    [InlineData("user-999")]
    [InlineData("USER-123")]
    [InlineData("metrics")]
    public async Task An_unknown_id_is_no_user(string id)
    {
        using var answer = await server.App.CallAsync(
            "get_user_profile", $$"""{"userId":"{{id}}"}""", TokenFor("dora", null, null));

        Assert.Equal("User not found", await answer.ReadToolErrorAsync());
    }

    [Theory]
    [InlineData("../orders")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("%2e%2e%2forders")]
    [InlineData("user-123%00")]
    [InlineData("user-123/../user-124")]
    [InlineData("user-123?x=1")]
    [InlineData("user-123#x")]
    [InlineData("user-123\\n")]
    [InlineData("\\nuser-123")]
    [InlineData("user-123\\r\\n")]
    [InlineData("user-123\\u0000")]
    [InlineData("user-123\\u2028")]
    [InlineData(" user-123")]
    [InlineData("user 123")]
    [InlineData("-user")]
    [InlineData("\\u0661")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task An_id_of_the_wrong_form_asks_nothing(string id)
    {
        var asked = server.App.Api.ReceivedRequests.Count;

        using var answer = await server.App.CallAsync(
            "get_user_profile", $$"""{"userId":"{{id}}"}""", TokenFor("erin", null, null));

        Assert.Equal(
            "userId does not have the form ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$. " +
            "Id of the person's record, for example user-123.",
            await answer.ReadToolErrorAsync());
        Assert.Equal(asked, server.App.Api.ReceivedRequests.Count);
    }

    [Theory]
    [InlineData("{}", "The argument userId is missing. Id of the person's record, for example user-123.")]
    [InlineData(
        "{\"userId\":null}",
        "The argument userId is missing. Id of the person's record, for example user-123.")]
    [InlineData("{\"userId\":123}", "userId must be text, not a number.")]
    [InlineData("{\"userId\":\"user-123\",\"userid\":\"user-124\"}", "There is no argument \"userid\". Use: userId.")]
    [InlineData("{\"userId\":\"user-123\",\"call\":{}}", "There is no argument \"call\". Use: userId.")]
    public async Task Wrong_arguments_are_named(string arguments, string sentence)
    {
        using var answer = await server.App.CallAsync("get_user_profile", arguments, TokenFor("fred", null, null));

        Assert.Equal(sentence, await answer.ReadToolErrorAsync());
    }

    private Task<HttpResponseMessage> AskAsync(string token) =>
        server.App.CallAsync("get_user_profile", """{"userId":"user-123"}""", token);

    private string TokenFor(string subject, string? employeeId, string? roles) =>
        server.App.Issuer.Token("mcp:read", subject, token =>
        {
            if (employeeId is not null)
            {
                token.Claims["employee_id"] = employeeId;
            }

            if (roles is not null)
            {
                token.Claims["roles"] = roles.Split(',');
            }
        });
}
