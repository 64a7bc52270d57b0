using McpIntegration.Tests.Hostile;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.Telemetry;

/// <summary>
/// One run of the real server with every log at Trace, telemetry exported, Redis watched: real logins, calls of all
/// tools, and refusals of every kind. Everything that left the server is kept.
/// </summary>
public sealed class BusyRun : IAsyncLifetime
{
    public const string CacheKey = "the-cache-key-of-this-run-is-long-enough";

    /// <summary>As much of a token as fits into a member of tracestate.</summary>
    public const int Piece = 200;

    private const string LastRequest = "/the-last-request-of-the-run";

    // Each that appsettings.json quietens, as an operator may set it, for all log providers and for one.
    private static readonly string[] LoggedCategories =
        ["Default", "Microsoft.AspNetCore", "ModelContextProtocol", "ModelContextProtocol.Server.McpServer", "Polly", "System.Net.Http.HttpClient"];

    private static readonly string[] LogProviders = ["", "Console__", "OpenTelemetry__"];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow.AddHours(-1));
    private readonly FakeLogCollector _issuerLogs = new();
    private readonly List<string> _answers = [];
    private readonly KeycloakMockApp _keycloak;
    private OtlpReceiver? _telemetry;
    private RedisMonitor? _monitor;
    private ServerProcess? _server;
    private RedisProcess? _redis;

    public BusyRun() => _keycloak = new KeycloakMockApp([], services => services
        .AddSingleton<TimeProvider>(_time)
        .AddLogging(
            logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(_issuerLogs))));

    public InternalApiMockApp Api { get; } = new() { ApiKey = "the-api-key-of-this-run" };

    /// <summary>Every token that was issued, or made of one that was.</summary>
    internal List<string> Tokens { get; } = [];

    /// <summary>The subjects of the persons who called.</summary>
    internal List<string> Subjects { get; } = [];

    internal bool IsRedisWatched => _monitor is not null;

    internal string Console => _server?.Console ?? "";

    internal string IssuerLog =>
        string.Join('\n', _issuerLogs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));

    internal string Redis => _monitor?.Seen ?? "";

    internal string Answers => string.Join('\n', _answers);

    internal string Upstream => string.Join('\n', Api.ReceivedRequests.Select(request =>
        $"{request.Method} {request.PathAndQuery} {string.Join(' ', request.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}"))}"));

    internal string Telemetry(string signal) => string.Concat(_telemetry?.Received(signal) ?? []);

    public async Task InitializeAsync()
    {
        _telemetry = await OtlpReceiver.StartAsync();
        _redis = await RedisProcess.StartAsync();
        _monitor = _redis.IsGarnet ? null : await RedisMonitor.StartAsync(_redis.Port);
        _server = await ServerProcess.StartAsync(Environment(_telemetry, _redis));
        var expired = await _keycloak.UserTokenAsync("alice", McpServerApp.AllScopes, CancellationToken.None);
        _time.SetUtcNow(DateTimeOffset.UtcNow);
        using var browser = _keycloak.CreateClient();
        var flow = new CodeFlow(browser, _keycloak.Issuer);
        var alice = await flow.SignInAsync("alice", $"openid {McpServerApp.AllScopes}");
        var bob = await flow.SignInAsync("bob", $"openid {McpServerApp.AllScopes}");
        var machine = await _keycloak.MachineTokenAsync(McpServerApp.AllScopes, CancellationToken.None);
        Tokens.AddRange([expired, alice.AccessToken, alice.RefreshToken, $"{alice.Json["id_token"]}", bob.AccessToken, bob.RefreshToken, machine]);
        Subjects.AddRange(
            Tokens.Select(token => (string?)OAuthClient.Payload(token)["sub"]).OfType<string>().Distinct());

        await CallEveryToolAsync(alice.AccessToken, bob.AccessToken, machine);
        await SendRefusedTokensAsync(alice.AccessToken);
        await SendMisplacedTokensAsync(alice.AccessToken);
        await EndAsync(_telemetry);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_monitor is not null)
        {
            await _monitor.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_telemetry is not null)
        {
            await _telemetry.DisposeAsync();
        }

        Api.Dispose();
        _keycloak.Dispose();
    }

    private Dictionary<string, string> Environment(OtlpReceiver telemetry, RedisProcess redis) => new(
        from category in LoggedCategories
        from provider in LogProviders
        select KeyValuePair.Create($"Logging__{provider}LogLevel__{category}", "Trace"))
    {
        ["Logging__Console__FormatterOptions__IncludeScopes"] = "true",
        ["Authentication__Issuer"] = _keycloak.Issuer,
        ["Authentication__Resource"] = McpServerApp.Resource,
        ["Authentication__FailuresPerMinute"] = "10000",
        ["InternalApi__BaseAddress"] = Api.BaseAddress.AbsoluteUri,
        ["InternalApi__ApiKey"] = Api.ApiKey,
        ["Caching__Key"] = CacheKey,
        ["ConnectionStrings__cache"] = redis.ConnectionString,
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
    };

    private async Task CallEveryToolAsync(params string[] tokens)
    {
        foreach (var token in tokens)
        {
            await CallAsync(token, "query_data", """{"collection":"users"}""");
            await CallAsync(token, "get_user_profile", """{"userId":"user-123"}""");
            await CallAsync(token, "get_metrics", """{"metricType":"usage"}""");
            Api.SetFault("status=503;times=3");
            await CallAsync(token, "query_data", """{"collection":"orders"}""");
            Api.SetFault("malformed;times=1");
            await CallAsync(token, "query_data", """{"collection":"tickets"}""");
        }
    }

    private async Task SendRefusedTokensAsync(string token)
    {
        var parts = token.Split('.');
        var forged = $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}";
        var tooLong = $"{token}{new string('x', 9_000)}";
        Tokens.AddRange([forged, tooLong]);
        foreach (var refused in Tokens.Except([token]).ToArray())
        {
            await SendAsync(RawRequest.Post($"Bearer {refused}"));
        }

        await SendAsync(RawRequest.Post($"Bearer {token}", headers: RawRequest.Authorization($"Bearer {token}")));
        await SendAsync(RawRequest.Post($"Bearer {token},{token}"));
        await SendAsync(RawRequest.Post($"Bearer \"{token}\""));
        await SendAsync(RawRequest.Post($"Bearer {token}", host: "evil.example"));
        await SendAsync(RawRequest.Post($"Bearer {token}", headers: "Origin: https://evil.example\r\n"));
        await SendAsync(RawRequest.Post($"Bearer {token}", body: "{"));
    }

    private async Task SendMisplacedTokensAsync(string token)
    {
        await SendAsync(RawRequest.Post(token));
        await SendAsync(RawRequest.Post(target: $"/mcp?access_token={token}"));
        await SendAsync(RawRequest.Get($"/.well-known/oauth-protected-resource?access_token={token}"));
        await SendAsync(RawRequest.Get($"/nothing?access_token={token}"));
        await SendAsync(RawRequest.Post($"Bearer {token}\0"));
        await SendAsync(RawRequest.Post(headers: $"Authorization : Bearer {token}\r\n"));
        await SendAsync(RawRequest.Post(target: $"/mcp?access_token={token}\0"));
        await SendAsync(RawRequest.Post($"Bearer {token}", headers: $"Cookie: token={token}\r\nX-Access-Token: {token}\r\nMcp-Session-Id: {token}\r\nMcp-Name: {token}\r\n"));
        await SendTracedAsync(token, "01", "products");
        await SendTracedAsync(token, "00", "orders");
        await SendAsync(RawRequest.Post($"Bearer {token}", body: RawRequest.Params(
            $$"""
            "name":"query_data","arguments":{"collection":"products","filters":{"limit":3} },
            "_meta":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a={{token[..Piece]}}","baggage":"token={{token}}"}
            """)));
    }

    /// <param name="token">Who calls, and what stands in every header of the trace's context.</param>
    /// <param name="flags">01: the caller records the trace; 00: it does not, and spans are left out here too.</param>
    /// <param name="collection">What nobody has asked for yet.</param>
    private Task SendTracedAsync(string token, string flags, string collection) => SendAsync(RawRequest.Post(
        $"Bearer {token}",
        headers: $"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-{flags}\r\n" +
            $"tracestate: a={token[..Piece]}\r\nbaggage: token={token}\r\nX-Correlation-ID: {token}\r\n",
        body: RawRequest.Params($$$"""
            "name":"query_data","arguments":{"collection":"{{{collection}}}","filters":{"limit":7}}
            """)));

    private async Task EndAsync(OtlpReceiver telemetry)
    {
        await SendAsync(RawRequest.Get(LastRequest));
        await Eventually.TrueAsync("logs and traces have come to the end", () =>
            Telemetry("logs").Contains(LastRequest, StringComparison.Ordinal)
                && Telemetry("traces").Contains(LastRequest, StringComparison.Ordinal));
        var exports = telemetry.Received("metrics").Count;
        await Eventually.TrueAsync(
            "metrics have come to the end", () => telemetry.Received("metrics").Count > exports + 1);
    }

    private Task CallAsync(string token, string tool, string arguments) =>
        SendAsync(
            RawRequest.Post(
                $"Bearer {token}", body: RawRequest.Params($"\"name\":\"{tool}\",\"arguments\":{arguments}")));

    private async Task SendAsync(string request) =>
        _answers.Add((await RawConnection.SendAsync(_server?.Port ?? 0, request)).Text);
}
