using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.Telemetry;

public sealed class PrivacyTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new() { ConfigureServices = services => services.AddFakeLogging() };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task No_line_of_a_busy_run_holds_a_token_a_secret_a_name_an_address_or_what_was_asked()
    {
        var token = _app.Issuer.Token(McpServerApp.AllScopes, "subject-1", t => t.Claims["employee_id"] = "user-123");
        var refused =
            _app.Issuer.Token(McpServerApp.AllScopes, "subject-1", t => t.Expires = DateTime.UtcNow.AddHours(-1));

        await CallAsync("get_user_profile", """{"userId":"user-123"}""", token, refused);
        await CallAsync(
            "query_data", """{"collection":"users","filters":{"field":"name","value":"Confidential Value"}}""", token);
        await CallAsync(
            "query_data",
            """{"collection":"orders","filters":{"field":"total","value":"Confidential Value"}}""",
            token);
        await CallAsync("Confidential Tool", """{"Confidential":"Value"}""", token);
        await CallAsync("get_metrics", """{"metricType":"Confidential Value"}""", token);
        foreach (var fault in new[] { "status=503;times=3", "malformed;times=1", "oversized;times=1", "truncated;times=3", "redirect;times=1" })
        {
            _app.Api.SetFault(fault);
            await CallAsync(
                "query_data",
                $$"""{"collection":"users","filters":{"field":"name","value":"Confidential {{fault}}"} }""",
                token);
        }

        using var garbage = await _app.PostAsync("""{"Confidential": Value""", token);
        using var wrong = await _app.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"Confidential","params":{"name":["Confidential"]}}""", token);
        var lines = _app.Services.GetFakeLogCollector().GetSnapshot().Select(
            record => $"{record.Category}: {record.Message} {record.Exception} {string.Join(' ', record.Scopes)}");
        string[] secrets = [token, refused, token.Split('.')[2], _app.Api.ApiKey, "the-cache-key-of-the-tests", "@", "Alice", "Anders", "Confidential"];
        Assert.DoesNotContain(
            lines, line => Array.Exists(secrets, secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task CallAsync(string tool, string arguments, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            using var answer = await _app.CallAsync(tool, arguments, token);
            Assert.NotEqual(500, (int)answer.StatusCode);
        }
    }
}
