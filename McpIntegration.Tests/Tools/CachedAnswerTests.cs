using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class CachedAnswerTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}", "{\"collection\":\"users\",\"filters\":{\"limit\":10},\"cursor\":null}")]
    [InlineData("query_data",
        "{\"collection\":\"users\",\"filters\":{\"field\":\"department\",\"value\":\"sales\"}}",
        "{\"filters\":{\"limit\":10,\"value\":\"sales\",\"operator\":\"Equals\",\"field\":\"department\"},\"collection\":\"users\"}")]
    [InlineData("get_metrics", "{\"metricType\":\"health\"}", "{\"timeRange\":\"24h\",\"metricType\":\"HEALTH\"}")]
    [InlineData("get_user_profile", "{\"userId\":\"user-001\"}", "{\"userId\":\"user-001\"}")]
    [InlineData("get_user_profile", "{\"userId\":\"user-998\"}", "{\"userId\":\"user-998\"}")]
    public async Task The_same_question_in_other_words_is_answered_from_the_cache(
        string tool, string question, string inOtherWords)
    {
        var token = server.App.Issuer.Token(McpServerApp.AllScopes, $"asks twice: {question}");

        using var first = await server.App.CallAsync(tool, question, token);
        using var second = await server.App.CallAsync(tool, inOtherWords, token);

        var (firstResult, secondResult) = (await first.ReadResultAsync(), await second.ReadResultAsync());
        Assert.Equal(("MISS", "HIT"), (first.Header("X-Cache"), second.Header("X-Cache")));
        JsonAssert.Equal("""{"internal-data-server/cache":"MISS"}""", firstResult["_meta"]);
        JsonAssert.Equal(
            $$"""{"internal-data-server/cache":"HIT","internal-data-server/age":{{second.Header("Age")}} }""",
            secondResult["_meta"]);
        JsonAssert.Equal(
            firstResult["content"]?.AsArray().Last()?.ToJsonString() ?? "", secondResult["content"]?.AsArray().Last());
    }

    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}", "{\"collection\":\"users\",\"filters\":{\"limit\":11}}")]
    [InlineData("query_data", "{\"collection\":\"users\"}", "{\"collection\":\"orders\"}")]
    [InlineData("query_data",
        "{\"collection\":\"users\",\"filters\":{\"field\":\"name\",\"value\":\"a&limit=10\"}}",
        "{\"collection\":\"users\",\"filters\":{\"field\":\"name\",\"value\":\"a\"}}")]
    [InlineData("get_metrics", "{\"metricType\":\"health\",\"timeRange\":\"1h\"}", "{\"metricType\":\"usage\",\"timeRange\":\"1h\"}")]
    public async Task Another_question_is_not(string tool, string question, string other)
    {
        var token = server.App.Issuer.Token(McpServerApp.AllScopes, $"asks another: {question} {other}");

        using var first = await server.App.CallAsync(tool, question, token);
        using var second = await server.App.CallAsync(tool, other, token);

        Assert.Equal(("MISS", "MISS"), (first.Header("X-Cache"), second.Header("X-Cache")));
    }

    [Fact]
    public async Task Two_callers_never_share_an_answer()
    {
        using var first = await server.App.CallAsync(
            "get_user_profile", """{"userId":"user-002"}""", server.App.Issuer.Token("mcp:read", "one"));
        using var second = await server.App.CallAsync(
            "get_user_profile", """{"userId":"user-002"}""", server.App.Issuer.Token("mcp:read", "two"));

        Assert.Equal(("MISS", "MISS"), (first.Header("X-Cache"), second.Header("X-Cache")));
    }

    [Fact]
    public async Task A_cached_answer_still_needs_the_scope()
    {
        using var first = await server.App.CallAsync(
            "get_metrics", """{"metricType":"usage"}""", server.App.Issuer.Token("mcp:metrics", "loses a scope"));
        using var second = await server.App.CallAsync(
            "get_metrics", """{"metricType":"usage"}""", server.App.Issuer.Token("mcp:read", "loses a scope"));

        Assert.Equal((200, 403, null), ((int)first.StatusCode, (int)second.StatusCode, second.Header("X-Cache")));
    }

    [Theory]
    [InlineData("{\"metricType\":\"cost\"}")]
    [InlineData("{}")]
    public async Task A_call_that_asks_nothing_says_nothing_of_the_cache(string arguments)
    {
        using var answer = await server.App.CallAsync("get_metrics", arguments, server.App.Issuer.Token("mcp:metrics"));

        Assert.Null(answer.Header("X-Cache"));
        Assert.Null((await answer.ReadResultAsync())["_meta"]);
    }
}
