using System.Net;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Redis;

/// <summary>Whatever replica a load balancer picks, a client does not notice.</summary>
public sealed class TwoServersTests
{
    [SkippableFact]
    public async Task Two_servers_share_one_limit()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis, ("RateLimiting:Permits", "10"));
        var token = servers.One.Issuer.Token("", "alice");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(
                i => (i % 2 == 0 ? servers.One : servers.Other).PostAsync(McpMessages.Ping, token)));

        var granted = answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).Select(
            answer => answer.Header("RateLimit")?.Split(';')[1]);
        Assert.Equal(Enumerable.Range(0, 10).Select(left => $"r={left}"), granted.Order(StringComparer.Ordinal));
        Assert.Equal(14, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [SkippableFact]
    public async Task What_one_server_looked_up_is_a_hit_on_the_other()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = await redis.ConnectAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var token = servers.One.Issuer.Token(McpServerApp.AllScopes, "alice");

        using var first = await servers.One.CallAsync("query_data", """{"collection":"orders"}""", token);
        await Eventually.TrueAsync(
            "the record is in Redis", () => client.GetServers()[0].Keys(pattern: "mcp:rc:*").Any());
        using var second = await servers.Other.CallAsync("query_data", """{"collection":"orders"}""", token);

        Assert.Equal(("MISS", "HIT"), (first.Header("X-Cache"), second.Header("X-Cache")));
        JsonAssert.Equal((await first.ReadStructuredAsync()).ToJsonString(), await second.ReadStructuredAsync());
        Assert.Single(servers.One.Api.ReceivedRequests);
    }

    [SkippableTheory]
    [InlineData("2025-11-25")]
    [InlineData("2024-11-05")]
    public async Task A_session_that_began_on_one_server_goes_on_on_the_other(string version)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var servers = await TwoServers.StartAsync(redis);
        var token = servers.One.Issuer.Token(McpServerApp.AllScopes, "alice");
        using var handshake = await servers.One.PostAsync(McpMessages.Initialize(version), token);
        void Continue(HttpRequestMessage request) =>
            request.Headers.Add("Mcp-Session-Id", handshake.Header("Mcp-Session-Id"));

        using var initialized = await servers.Other.PostAsync(
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""", token, Continue);
        using var called = await servers.Other.PostAsync(
            """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_user_profile","arguments":{"userId":"user-123"}} }""", token, Continue);

        Assert.Equal(HttpStatusCode.Accepted, initialized.StatusCode);
        Assert.Equal("user-123", (string?)(await called.ReadStructuredAsync())["id"]);
    }
}
