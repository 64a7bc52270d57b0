using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Xunit;

namespace McpIntegration.Tests.Telemetry;

public sealed class ResourceAuditTests : IAsyncLifetime
{
    private const string Category = "McpIntegration.McpServer.Telemetry.AuditFilter";

    private readonly SpanText _spans = new();
    private readonly McpServerApp _app;

    public ResourceAuditTests() => _app = new()
    {
        ConfigureServices = services => services.AddFakeLogging()
            .ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans)),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections\"", "internal-data://collections", "mcp:query", "ok")]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections/users\"", "internal-data://collections/{name}", "mcp:query", "ok")]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections/Confidential\"", "internal-data://collections/{name}", "mcp:query", "invalid_params")]
    [InlineData("resources/read", "\"uri\":\"internal-data://collections/Confidential\"", "internal-data://collections/{name}", "mcp:read", "insufficient_scope")]
    [InlineData("resources/read", "\"uri\":\"https://confidential.example\"", "unknown", "mcp:query", "invalid_params")]
    [InlineData("completion/complete",
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"internal-data://collections/{name}\"},\"argument\":{\"name\":\"name\",\"value\":\"Confidential\"}",
        "internal-data://collections/{name}", "mcp:query", "ok")]
    [InlineData("completion/complete",
        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"Confidential\"},\"argument\":{\"name\":\"Confidential\",\"value\":\"Confidential\"}",
        "unknown", "mcp:query", "invalid_params")]
    public async Task One_line_says_who_asked_for_what_with_which_outcome_and_nothing_of_the_client_s_text(
        string method, string members, string primitive, string scope, string outcome)
    {
        using var answer = await _app.PostAsync(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{members}}} }}""", _app.Issuer.Token(scope, "alice"));

        var records = _app.Services.GetFakeLogCollector().GetSnapshot();
        var line = Assert.Single(records, record => record.Category == Category).Message;
        Assert.StartsWith(
            $"{method} of {primitive} by alice of {_app.Issuer.Issuer}: {outcome}, ", line, StringComparison.Ordinal);
        Assert.EndsWith(" ms, request 1, session (null).", line, StringComparison.Ordinal);
        Assert.DoesNotContain(
            records,
            record =>
                $"{record.Message} {record.Exception}".Contains("Confidential", StringComparison.OrdinalIgnoreCase));
        await _app.DisposeAsync();
        Assert.NotEmpty(_spans.All);
        Assert.DoesNotContain(_spans.All, span => span.Contains("Confidential", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class SpanText : BaseProcessor<System.Diagnostics.Activity>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _spans = new();

        public IReadOnlyCollection<string> All => _spans;

        public override void OnEnd(System.Diagnostics.Activity data) =>
            _spans.Enqueue($"{data.DisplayName} {data.StatusDescription} {string.Join(' ', data.TagObjects.Select(tag => tag.Value))}");
    }
}
