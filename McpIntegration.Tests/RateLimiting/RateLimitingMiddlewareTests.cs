using System.Diagnostics;
using System.Net;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.RateLimiting;

public sealed class RateLimitingMiddlewareTests
{
    /// <summary>What a busy machine may add to a bounded wait; the client library's own is 6 s.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    private static readonly (string, string) TwoPermits = ("RateLimiting:Permits", "2");

    [Fact]
    public async Task Over_the_limit_the_answer_says_when_to_come_back()
    {
        await using var server = await LimitedServer.StartAsync(TwoPermits);
        await server.SendAsync("POST", "/mcp", "alice");
        await server.SendAsync("POST", "/mcp", "alice");

        using var answer = await server.SendAsync("POST", "/mcp", "alice");

        var retry = int.Parse(
            answer.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.InRange(retry, 800, 901);
        Assert.Equal(["\"default\";q=2;w=900"], answer.Headers.GetValues("RateLimit-Policy"));
        Assert.Equal([$"\"default\";r=0;t={retry}"], answer.Headers.GetValues("RateLimit"));
        Assert.Equal(
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32010,"
            + $"\"message\":\"Rate limit reached (2 requests per 900 seconds). Wait {retry} seconds, then send the same request again.\","
            + "\"data\":{\"error\":\"rate_limit_exceeded\",\"error_description\":\"The limit of 2 requests per 900 seconds leaves too little for this request.\","
            + $"\"retry_after\":{retry}}}}}}}",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/mcp", 405)]
    [InlineData("POST", "/mcp", 406)]
    [InlineData("DELETE", "/MCP/", 405)]
    [InlineData("GET", "/mcp/nothing", 404)]
    [InlineData("GET", "/mcp/clears", 200)]
    public async Task Every_answer_to_an_authenticated_caller_carries_the_fields_and_costs_one(
        string method, string path, int status)
    {
        await using var server = await LimitedServer.StartAsync();

        using var answer = await server.SendAsync(method, path, "alice");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(["\"default\";q=100;w=900"], answer.Headers.GetValues("RateLimit-Policy"));
        Assert.Matches("^\"default\";r=99;t=90[01]$", answer.Headers.GetValues("RateLimit").Single());
    }

    [Theory]
    [InlineData("/mcp", null)]
    [InlineData("/health", "alice")]
    [InlineData("/mcpx", "alice")]
    public async Task Anonymous_requests_and_other_paths_are_not_limited(string path, string? subject)
    {
        await using var server = await LimitedServer.StartAsync(("RateLimiting:Permits", "1"));
        await server.SendAsync("GET", path, subject);

        using var answer = await server.SendAsync("GET", path, subject);

        Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.False(answer.Headers.Contains("RateLimit"));
    }

    [SkippableFact]
    public async Task A_hanging_Redis_costs_a_request_a_tenth_of_a_second_at_most_and_no_field()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var server = await LimitedServer.StartAsync(("ConnectionStrings:cache", redis.ConnectionString));
        await server.SendAsync("GET", "/mcp", "alice");
        redis.Pause();

        var started = Stopwatch.GetTimestamp();
        using var answer = await server.SendAsync("GET", "/mcp", "alice");
        var took = Stopwatch.GetElapsedTime(started);

        redis.Resume();
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMilliseconds(100) + Slack);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.StartsWith(
            "\"default\";r=98;", answer.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_caller_has_a_limit_of_its_own()
    {
        await using var server = await LimitedServer.StartAsync(("RateLimiting:Permits", "1"));
        await server.SendAsync("GET", "/mcp", "alice");

        using var alice = await server.SendAsync("GET", "/mcp", "alice");
        using var bob = await server.SendAsync("GET", "/mcp", "bob");

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, HttpStatusCode.MethodNotAllowed), (alice.StatusCode, bob.StatusCode));
    }
}
