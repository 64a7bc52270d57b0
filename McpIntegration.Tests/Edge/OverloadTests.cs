using System.Net;
using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class OverloadTests : IAsyncLifetime
{
    private readonly SignallingTimeProvider _apiTime = new();
    private readonly McpServerApp _app;

    public OverloadTests() => _app = new()
    {
        Api = new() { Time = _apiTime },
        Settings =
        {
            ["Edge:MaxConcurrentRequests"] = "1",
            ["Edge:MaxQueuedRequests"] = "0",
            ["InternalApi:AttemptTimeout"] = "00:00:25",
            ["InternalApi:TotalTimeout"] = "00:00:59",
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Beyond_the_bound_a_request_is_told_to_come_back_and_those_inside_are_served()
    {
        var token = _app.Issuer.Token("mcp:query", "alice");
        _app.Api.SetFault("delay=1500");
        var inside = _app.CallAsync("query_data", """{"collection":"users"}""", token);
        await Eventually.TrueAsync(
            "the first call has reached the internal API", () => _app.Api.ReceivedRequests.Count == 1);

        using var outside = await _app.CallAsync("query_data", """{"collection":"users"}""", token);
        using var health = await _app.Client.GetAsync("/health");
        await _apiTime.TimerCreated;
        _apiTime.Advance(TimeSpan.FromSeconds(2));
        using var served = await inside;

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "2", "no-store"),
            (outside.StatusCode, outside.Header("Retry-After"), outside.Header("Cache-Control")));
        JsonAssert.Equal(
            """{"jsonrpc":"2.0","id":null,"error":{"code":-32011,"message":"The server is busy. Try again in 2 seconds."} }""",
            await outside.ReadJsonAsync());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, served.StatusCode));
    }
}
