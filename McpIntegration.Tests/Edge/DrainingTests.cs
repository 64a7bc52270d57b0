using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using McpIntegration.Tests.Telemetry;
using Xunit;

namespace McpIntegration.Tests.Edge;

/// <summary>The real server as a process that is told to end. Restarts under traffic are in Faults.</summary>
public sealed class DrainingTests : IAsyncLifetime
{
    private const string Profile =
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_user_profile","arguments":{"userId":"user-123"} } }""";

    /// <summary>
    /// What docs/operations.md promises: running requests have ended by then, and the process soon after.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TestIssuer _issuer = new();
    private readonly SignallingTimeProvider _apiTime = new();
    private readonly InternalApiMockApp _api;

    public DrainingTests() => _api = new() { Time = _apiTime };

    public Task InitializeAsync()
    {
        ProcessSignals.SkipWithoutSignals();
        return _issuer.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _issuer.DisposeAsync();
    }

    [SkippableFact]
    public async Task It_says_so_and_goes_on_taking_requests_for_a_while_and_ends_with_zero()
    {
        await using var server = await StartAsync(("Edge__DrainDelay", "00:00:04"));
        using var idle = Connect(server);
        using var before = await idle.SendAsync(Post(McpMessages.Ping));
        var told = Stopwatch.GetTimestamp();

        server.Terminate();
        await Eventually.TrueAsync(
            "it is not ready", async () => await StatusAsync(server, "/health") == HttpStatusCode.ServiceUnavailable);
        var alive = await StatusAsync(server, "/alive");
        using var known = await idle.SendAsync(Post(McpMessages.Ping));
        using var client = Connect(server);
        using var fresh = await client.SendAsync(Post(McpMessages.Ping));
        var exitCode = await server.ExitAsync(Limit);

        Assert.Equal((HttpStatusCode.OK, (bool?)null), (before.StatusCode, before.Headers.ConnectionClose));
        Assert.Equal(HttpStatusCode.OK, alive);
        Assert.Equal((HttpStatusCode.OK, (bool?)true), (known.StatusCode, known.Headers.ConnectionClose));
        Assert.Equal((HttpStatusCode.OK, (bool?)true), (fresh.StatusCode, fresh.Headers.ConnectionClose));
        Assert.Equal(0, exitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.FromSeconds(4), Limit);
    }

    [SkippableFact]
    public async Task A_call_that_runs_is_answered_and_its_telemetry_is_sent()
    {
        await using var telemetry = await OtlpReceiver.StartAsync();
        await using var server = await StartAsync(
            ("InternalApi__AttemptTimeout", "00:00:50"),
            ("InternalApi__TotalTimeout", "00:01:00"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            // Only the end of the process sends anything.
            ("OTEL_METRIC_EXPORT_INTERVAL", "3600000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "3600000"));
        using var client = Connect(server);
        _api.SetFault("delay=2500");
        var call = client.SendAsync(Post(Profile));
        await IsAskedAsync(call);

        server.Terminate();
        await Eventually.TrueAsync(
            "it listens no more",
            async () => await Record.ExceptionAsync(() => StatusAsync(server, "/alive")) is HttpRequestException);
        await _apiTime.TimerCreated;
        _apiTime.Advance(TimeSpan.FromSeconds(3));
        using var answer = await call;
        var exitCode = await server.ExitAsync(Limit);

        Assert.Equal("user-123", (string?)(await answer.ReadStructuredAsync())["id"]);
        Assert.Equal((true, 0), (answer.Headers.ConnectionClose, exitCode));
        Assert.Contains(
            "Tool get_user_profile called by", string.Concat(telemetry.Received("logs")), StringComparison.Ordinal);
        Assert.Contains(
            "tools/call get_user_profile", string.Concat(telemetry.Received("traces")), StringComparison.Ordinal);
        Assert.Contains(
            "internal_data_server.tool.calls", string.Concat(telemetry.Received("metrics")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_look_up_that_nobody_waits_for_any_more_holds_nothing_up()
    {
        await using var server =
            await StartAsync(("InternalApi__AttemptTimeout", "00:00:50"), ("InternalApi__TotalTimeout", "00:01:00"));
        using var client = Connect(server);
        using var leaves = new CancellationTokenSource();
        _api.SetFault("delay=120000");
        var call = client.SendAsync(Post(Profile), leaves.Token);
        await IsAskedAsync(call);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var told = Stopwatch.GetTimestamp();

        server.Terminate();
        var exitCode = await server.ExitAsync(Limit);

        Assert.Equal(0, exitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        ServerProcess.StartAsync(new Dictionary<string, string>(
            settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["Authentication__Issuer"] = _issuer.Issuer,
            ["Authentication__Resource"] = McpServerApp.Resource,
            ["InternalApi__BaseAddress"] = _api.BaseAddress.AbsoluteUri,
            ["InternalApi__ApiKey"] = _api.ApiKey,
            ["Caching__Key"] = Replica.CachingKey,
        });

    private Task IsAskedAsync(Task<HttpResponseMessage> call) => Eventually.TrueAsync("the API is asked", () =>
    {
        Assert.False(call.IsCompleted, "Answered without the API.");
        return _api.ReceivedRequests.Count > 0;
    });

    private HttpRequestMessage Post(string json) => new(HttpMethod.Post, "/mcp")
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
        Headers =
        {
            Authorization = new AuthenticationHeaderValue("Bearer", _issuer.Token(McpServerApp.AllScopes)),
            Accept = { new("application/json"), new("text/event-stream") },
        },
    };

    private static HttpClient Connect(ServerProcess server) =>
        new() { BaseAddress = new Uri($"http://localhost:{server.Port}") };

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server, string path)
    {
        using var client = Connect(server);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
