using System.Diagnostics;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace McpIntegration.Tests.Telemetry;

public sealed class SpanAndMetricTests : IAsyncLifetime
{
    private const string SdkSource = "Experimental.ModelContextProtocol";

    private readonly McpServerApp _app;
    private readonly EndedSpans _spans = new();
    private readonly MetricTags _tags = new();

    public SpanAndMetricTests() => _app = new()
    {
        ConfigureServices = services => services
            .ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(_spans))
            .ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddReader(new BaseExportingMetricReader(_tags))),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("get_metrics", "{\"metricType\":\"Confidential\"}", "tools/call get_metrics", ActivityStatusCode.Error, "tool_error")]
    [InlineData("query_data", "{\"collection\":\"users\"}", "tools/call query_data", ActivityStatusCode.Error, "insufficient_scope")]
    [InlineData("get_metrics", "{\"metricType\":\"usage\"}", "tools/call get_metrics", ActivityStatusCode.Unset, "ok")]
    [InlineData("Confidential", "{}", "tools/call", ActivityStatusCode.Error, "invalid_params")]
    public async Task A_call_s_span_says_its_outcome_and_nothing_of_what_was_asked(
        string tool, string arguments, string name, ActivityStatusCode status, string outcome)
    {
        using var answer = await _app.CallAsync(tool, arguments, _app.Issuer.Token("mcp:metrics", $"meets {outcome}"));

        var span = await SdkSpanAsync($"meets {outcome}");
        Assert.Equal(
            (name, ActivityKind.Server, status, null, outcome),
            (span.DisplayName, span.Kind, span.Status, span.StatusDescription, span.GetTagItem("internal_data_server.outcome")));
        Assert.DoesNotContain(
            "Confidential", string.Join(' ', span.TagObjects.Select(tag => tag.Value)), StringComparison.Ordinal);
        Assert.Empty(span.Events);
    }

    [Fact]
    public async Task Unknown_tool_names_never_become_tags_of_a_metric()
    {
        using var unknown = await _app.CallAsync("Confidential", "{}", _app.Issuer.Token("", "alice"));
        using var refused =
            await _app.CallAsync("query_data", """{"collection":"Confidential"}""", _app.Issuer.Token("", "alice"));

        _app.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.Contains("internal_data_server.tool.calls gen_ai.tool.name=unknown", _tags.All);
        Assert.Contains("internal_data_server.tool.calls internal_data_server.outcome=insufficient_scope", _tags.All);
        Assert.DoesNotContain(
            _tags.All,
            tag =>
                tag.Contains("Confidential", StringComparison.Ordinal)
                    || tag.Contains("alice", StringComparison.Ordinal));
    }

    /// <summary>
    /// A span may end just after its answer has arrived. The SDK's source is one for all servers of the process, so the
    /// caller tells them apart.
    /// </summary>
    private async Task<Activity> SdkSpanAsync(string subject)
    {
        Activity? span = null;
        await Eventually.TrueAsync("the span has ended", () => (span = _spans.All.FirstOrDefault(ended => ended.Source.Name == SdkSource && Equals(ended.GetTagItem("enduser.id"), subject))) is not null);
        return span ?? throw new InvalidOperationException("No span.");
    }

    private sealed class EndedSpans : BaseProcessor<Activity>
    {
        private readonly Lock _lock = new();
        private readonly List<Activity> _spans = [];

        public IReadOnlyList<Activity> All
        {
            get
            {
                lock (_lock)
                {
                    return [.. _spans];
                }
            }
        }

        public override void OnEnd(Activity data)
        {
            lock (_lock)
            {
                _spans.Add(data);
            }
        }
    }

    private sealed class MetricTags : BaseExporter<Metric>
    {
        public List<string> All { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    foreach (var tag in point.Tags)
                    {
                        All.Add($"{metric.Name} {tag.Key}={tag.Value}");
                    }
                }
            }

            return ExportResult.Success;
        }
    }
}
