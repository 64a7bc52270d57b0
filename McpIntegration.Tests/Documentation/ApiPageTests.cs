using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.McpServer.Protocol;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// docs/API.md against a server with the limits that it ships with, at a time that stands still in the internal API.
/// </summary>
public sealed partial class ApiPageTests : IAsyncLifetime
{
    private const int Permits = 100;
    private readonly InternalApiMockApp _api =
        new() { Time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)) };

    private readonly McpServerApp _app = new();

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.Settings["InternalApi:BaseAddress"] = _api.BaseAddress.AbsoluteUri;
        _app.Settings["InternalApi:ApiKey"] = _api.ApiKey;
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _api.Dispose();
    }

    [Fact]
    public async Task Every_answer_and_every_table_is_what_the_server_says()
    {
        await SpendAsync("spender");
        var page = ApiPage.File.Read();
        var list = await ResultAsync("tools/list");
        var resources = ApiPage.Resources(
            await ResultAsync("resources/list"), await ResultAsync("resources/templates/list"));

        var answered = await ApiPage.AnswerAsync(page, AnswerAsync);
        answered = ApiPage.Fill(answered, "tools", ApiPage.Tools(list));
        answered = ApiPage.Fill(answered, "resources", resources);
        answered = ApiPage.Fill(answered, "limits", ApiPage.Limits(
            "RateLimiting:Permits", "RateLimiting:Window", "RateLimiting:Costs:{tool}",
            "Authentication:FailuresPerMinute", "Protocol:MaxDepth", "Protocol:MaxRequestBodySize",
            "Protocol:RequestBodyTimeout", "Edge:RequestTimeout", "Edge:MaxConcurrentRequests",
            "Edge:MaxQueuedRequests", "Tools:MaxResultSize"));

        ApiPage.File.AssertIs(answered);
    }

    [Fact]
    public void It_shows_every_kind_of_refusal_that_a_caller_can_cause_alone()
    {
        var statuses = Status().Matches(ApiPage.File.Read()).Select(match => match.Value).ToHashSet();

        Assert.Superset(
            new HashSet<string> { "200", "202", "400", "401", "403", "404", "405", "406", "415", "429" }, statuses);
    }

    [Fact]
    public void It_names_every_code_of_the_server_s_own_errors()
    {
        var page = ApiPage.File.Read();
        int[] codes = [.. typeof(JsonRpcRefusal).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue()).OfType<int>()];

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"\n| `{code}` | ", page, StringComparison.Ordinal));
    }

    private async Task<string> AnswerAsync(string request)
    {
        var written = Token().Replace(request, match => _app.Issuer.Token(
            match.Groups["scopes"] is { Success: true } scopes ? scopes.Value : McpServerApp.AllScopes,
            match.Groups["spent"].Success ? "spender" : "alice"));
        using var answer = await HttpExchange.Parse(written).SendAsync(_app.Client);
        return (await AnswerText.ReadAsync(answer)).Replace(
            _app.Issuer.Issuer, "http://localhost:8080/realms/mcp", StringComparison.Ordinal);
    }

    private async Task SpendAsync(string subject)
    {
        for (var i = 0; i < Permits; i++)
        {
            using var answer = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token("", subject));
        }
    }

    private async Task<JsonNode> ResultAsync(string method)
    {
        using var answer = await _app.PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"}""", _app.Issuer.Token("", "reader"));
        return await answer.ReadResultAsync();
    }

    // {{token}}, {{token with mcp:read}}, {{spent token}}
    [GeneratedRegex(@"\{\{(?<spent>spent )?token( with (?<scopes>[^}]+))?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<=^HTTP/1\.1 )\d{3}", RegexOptions.Multiline)]
    private static partial Regex Status();
}
