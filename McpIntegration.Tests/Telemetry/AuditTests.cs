using System.Globalization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace McpIntegration.Tests.Telemetry;

public sealed class AuditTests : IAsyncLifetime
{
    private const string Category = "McpIntegration.McpServer.Telemetry.AuditFilter";

    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services.AddFakeLogging(),
        Settings = { ["RateLimiting:Costs:get_metrics"] = "60" },
    };

    private FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("get_user_profile", "{\"userId\":\"user-123\"}", "get_user_profile", "ok", "MISS")]
    [InlineData("get_user_profile", "{\"userId\":\"user-999\"}", "get_user_profile", "tool_error", "MISS")]
    [InlineData("get_user_profile", "{}", "get_user_profile", "tool_error", "")]
    [InlineData("query_data", "{\"collection\":\"users\"}", "query_data", "insufficient_scope", "")]
    [InlineData("Alice Anders", "{}", "unknown", "invalid_params", "")]
    public async Task One_line_says_who_called_what_with_which_outcome(
        string tool, string arguments, string named, string outcome, string cache)
    {
        using var answer = await _app.CallAsync(tool, arguments, _app.Issuer.Token("mcp:read", "alice"));

        AssertLine(Assert.Single(Lines()), named, outcome, cache);
    }

    [Fact]
    public async Task A_call_that_is_refused_for_its_cost_has_its_line_and_its_429()
    {
        using var first = await _app.CallAsync(
            "get_metrics", """{"metricType":"usage"}""", _app.Issuer.Token("mcp:metrics", "alice"));
        using var answer = await _app.CallAsync(
            "get_metrics", """{"metricType":"usage"}""", _app.Issuer.Token("mcp:metrics", "alice"));

        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal(-32010, (int?)(await answer.ReadJsonAsync())["error"]?["code"]);
        Assert.Equal(2, Lines().Count);
        AssertLine(Lines()[1], "get_metrics", "rate_limit_exceeded", "");
    }

    [Fact]
    public async Task The_second_line_of_a_repeated_call_says_that_the_cache_answered()
    {
        using var first = await _app.CallAsync(
            "get_user_profile", """{"userId":"user-123"}""", _app.Issuer.Token("mcp:read", "alice"));
        using var second = await _app.CallNewestAsync(
            "get_user_profile", """{"userId":"user-123"}""", _app.Issuer.Token("mcp:read", "alice"));

        Assert.Equal(2, Lines().Count);
        AssertLine(Lines()[1], "get_user_profile", "ok", "HIT");
    }

    [Fact]
    public async Task An_id_of_the_caller_s_making_forges_no_second_line_and_does_not_fill_the_log()
    {
        var id = "x\\r\\nTool get_metrics called by bob " + new string('y', 100_000);

        using var answer = await _app.PostAsync(
            $$$"""{"jsonrpc":"2.0","id":"{{{id}}}","method":"tools/call","params":{"name":"get_user_profile","arguments":{"userId":"user-123"} } }""",
            _app.Issuer.Token("mcp:read", "alice"));

        var message = Assert.Single(Lines()).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 0, 400);
    }

    [Theory]
    [InlineData("0BsTW1DvU2N6GSqJ4I9_sA", "0BsTW1DvU2N6GSqJ4I9_sA")]
    [InlineData("called by bob", "withheld")]
    public async Task A_session_id_groups_calls_in_the_audit_and_is_no_text_of_the_caller_s_choice(
        string sent, string shown)
    {
        using var answer = await _app.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_user_profile","arguments":{"userId":"user-123"}}}""",
            _app.Issuer.Token("mcp:read", "alice"),
            request => request.Headers.Add("Mcp-Session-Id", sent));

        AssertLine(Assert.Single(Lines()), "get_user_profile", "ok", "MISS", shown);
    }

    private IReadOnlyList<FakeLogRecord> Lines() =>
        [.. Logs.GetSnapshot().Where(record => record.Category == Category)];

    private void AssertLine(FakeLogRecord line, string tool, string outcome, string cache, string session = "(null)")
    {
        var elapsed =
            double.Parse(line.GetStructuredStateValue("ElapsedMilliseconds") ?? "", CultureInfo.InvariantCulture);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"Tool {tool} called by alice of {_app.Issuer.Issuer}: {outcome}, cache {cache}, age {line.GetStructuredStateValue("CacheAge")}, {elapsed:F1} ms, request 1, session {session}."),
            line.Message);
        Assert.InRange(elapsed, 0, 60_000);
    }
}
