using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class SessionIdTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const string SessionId = "Mcp-Session-Id";

    private string Token => server.App.Issuer.Token("mcp:read");

    [Fact]
    public async Task Every_handshake_gets_a_random_id_of_128_bits()
    {
        using var first = await server.App.PostAsync(McpMessages.Initialize("2025-11-25"), Token);
        using var second = await server.App.PostAsync(McpMessages.Initialize("2025-11-25"), Token);

        Assert.Matches("^[A-Za-z0-9_-]{22}$", first.Header(SessionId));
        Assert.Matches("^[A-Za-z0-9_-]{22}$", second.Header(SessionId));
        Assert.NotEqual(first.Header(SessionId), second.Header(SessionId));
    }

    [Theory]
    [InlineData("1868a90c-7d2b-4f4e-9c7a-3f1d2b4c5d6e")]
    [InlineData("someone-else-s")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a, b")]
    public async Task Any_id_is_accepted_and_none_comes_back(string id)
    {
        using var answer = await server.App.PostAsync(
            McpMessages.Ping, Token, request => request.Headers.TryAddWithoutValidation(SessionId, id));

        Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, answer.Header(SessionId)));
    }

    [Fact]
    public async Task Several_ids_and_long_ones_are_accepted()
    {
        using var answer = await server.App.PostAsync(McpMessages.Ping, Token, request =>
        {
            request.Headers.Add(SessionId, new string('x', 8_000));
            request.Headers.Add(SessionId, "another");
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_id_authorizes_nothing()
    {
        using var handshake = await server.App.PostAsync(McpMessages.Initialize("2025-11-25"), Token);

        using var answer = await server.App.PostAsync(
            McpMessages.Ping, null, request => request.Headers.Add(SessionId, handshake.Header(SessionId)));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_cannot_be_ended()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/mcp") { Headers = { { SessionId, "anything" }, { "Authorization", $"Bearer {Token}" } } };

        using var answer = await server.App.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_refused_handshake_gets_no_id()
    {
        using var malformed =
            await server.App.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""", Token);
        using var anonymous = await server.App.PostAsync(McpMessages.Initialize("2025-11-25"), null);
        using var tooNew = await server.App.PostAsync(McpMessages.Initialize("2026-07-28"), Token);
        using var unread = await server.App.PostAsync(
            McpMessages.Initialize("2025-11-25"),
            Token,
            request => request.Headers.Add("MCP-Protocol-Version", "1999-01-01"));

        Assert.Equal((HttpStatusCode.BadRequest, null), (malformed.StatusCode, malformed.Header(SessionId)));
        Assert.Equal((HttpStatusCode.OK, null), (tooNew.StatusCode, tooNew.Header(SessionId)));
        Assert.Equal((HttpStatusCode.Unauthorized, null), (anonymous.StatusCode, anonymous.Header(SessionId)));
        Assert.Equal((HttpStatusCode.BadRequest, null), (unread.StatusCode, unread.Header(SessionId)));
    }

    [Theory]
    [InlineData("server/discover")]
    [InlineData("tools/list")]
    [InlineData("initialize")]
    public async Task The_revision_2026_07_28_knows_no_ids(string method)
    {
        using var answer = await server.App.PostNewestAsync(method, "", Token);

        Assert.Null(answer.Header(SessionId));
    }
}
