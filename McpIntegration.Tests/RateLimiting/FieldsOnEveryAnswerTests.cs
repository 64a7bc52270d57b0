using System.Text;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

/// <summary>
/// Every answer of the whole server to an authenticated caller carries the fields, and every one costs 1.
/// </summary>
public sealed class FieldsOnEveryAnswerTests(FieldsOnEveryAnswerTests.Server server) : IClassFixture<FieldsOnEveryAnswerTests.Server>
{
    private static readonly Dictionary<string, Func<McpServerApp, string, Task<HttpResponseMessage>>> Requests = new()
    {
        ["a result"] = (app, token) => app.PostAsync(McpMessages.Ping, token),
        ["an event stream"] = (app, token) => app.PostAsync(
            McpMessages.Ping, token, request => Accept(request, "text/event-stream")),
        ["a notification"] = (app, token) => app.PostAsync(
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""", token),
        ["an unknown tool"] = (app, token) => app.CallAsync("nothing", "{}", token),
        ["a tool's error"] = (app, token) => app.CallAsync("get_user_profile", "{}", token),
        ["malformed JSON"] = (app, token) => app.PostAsync("{", token),
        ["a malformed envelope"] = (app, token) => app.PostAsync("[]", token),
        ["a missing scope"] = (app, token) => app.CallAsync("get_metrics", """{"metricType":"usage"}""", token),
        ["an unknown method"] = (app, token) => app.PostNewestAsync("nothing", "", token),
        ["an unknown path"] = (app, token) => SendAsync(app, HttpMethod.Get, "/mcp/nothing", token),
        ["GET"] = (app, token) => SendAsync(app, HttpMethod.Get, "/mcp", token),
        ["DELETE"] = (app, token) => SendAsync(app, HttpMethod.Delete, "/MCP/", token),
        ["OPTIONS"] = (app, token) => SendAsync(app, HttpMethod.Options, "/mcp", token),
        ["a foreign Accept"] = (app, token) => app.PostAsync(
            McpMessages.Ping, token, request => Accept(request, "text/html")),
        ["a body too large"] = (app, token) => app.PostAsync(new string(' ', 300_000), token),
        ["a foreign type"] = (app, token) => app.PostAsync(
            "", token, request => request.Content = new StringContent(McpMessages.Ping, Encoding.UTF8, "text/plain")),
        ["no type"] = (app, token) => app.PostAsync("", token, request => request.Content = new ByteArrayContent([])),
        ["a slow tool"] = CallSlowlyAsync,
    };

    [Theory]
    [InlineData("a result", 200)]
    [InlineData("an event stream", 200)]
    [InlineData("a notification", 202)]
    [InlineData("an unknown tool", 200)]
    [InlineData("a tool's error", 200)]
    [InlineData("malformed JSON", 400)]
    [InlineData("a malformed envelope", 400)]
    [InlineData("a missing scope", 403)]
    [InlineData("an unknown method", 404)]
    [InlineData("an unknown path", 404)]
    [InlineData("GET", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("OPTIONS", 405)]
    [InlineData("a foreign Accept", 406)]
    [InlineData("a body too large", 413)]
    [InlineData("a foreign type", 415)]
    [InlineData("no type", 415)]
    [InlineData("a slow tool", 503)]
    public async Task Whatever_becomes_of_a_request_it_costs_one_and_its_answer_says_what_is_left(string name, int status)
    {
        var token = server.App.Issuer.Token("mcp:read", name);

        using var answer = await Requests[name](server.App, token);
        using var next = await server.App.PostAsync(McpMessages.Ping, token);
        server.App.Api.Reset();

        Assert.Equal(
            (status, "\"default\";q=100;w=900", "\"default\";r=99;t=900", "no-store"),
            ((int)answer.StatusCode, answer.Header("RateLimit-Policy"), answer.Header("RateLimit"), answer.Header("Cache-Control")));
        Assert.StartsWith("\"default\";r=98;", next.Header("RateLimit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/alive")]
    [InlineData("GET", "/.well-known/oauth-protected-resource/mcp")]
    [InlineData("OPTIONS", "/mcp")]
    public async Task Health_metadata_and_preflights_cost_nothing(string method, string path)
    {
        var token = server.App.Issuer.Token("", $"{method} {path}");

        using var answer = await SendAsync(server.App, new HttpMethod(method), path, token, request =>
        {
            request.Headers.Add("Origin", "http://localhost:6274");
            request.Headers.Add("Access-Control-Request-Method", "POST");
        });
        using var next = await server.App.PostAsync(McpMessages.Ping, token);

        Assert.Equal((true, null), (answer.IsSuccessStatusCode, answer.Header("RateLimit")));
        Assert.StartsWith("\"default\";r=99;", next.Header("RateLimit"), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> CallSlowlyAsync(McpServerApp app, string token)
    {
        app.Api.SetFault("delay=8000;times=1");
        return await app.CallAsync("get_user_profile", """{"userId":"user-123"}""", token);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        McpServerApp app, HttpMethod method, string path, string token, Action<HttpRequestMessage>? change = null)
    {
        using var request =
            new HttpRequestMessage(method, path) { Headers = { { "Authorization", $"Bearer {token}" } } };
        change?.Invoke(request);
        return await app.Client.SendAsync(request);
    }

    private static void Accept(HttpRequestMessage request, string type)
    {
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd(type);
    }

    public sealed class Server : IAsyncLifetime
    {
        public McpServerApp App { get; } = new() { Settings = { ["Edge:RequestTimeout"] = "00:00:04" } };

        public Task InitializeAsync() => App.InitializeAsync();

        public Task DisposeAsync() => App.DisposeAsync();
    }
}
