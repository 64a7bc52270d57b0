using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using McpIntegration.InternalApiMock.ReceivedRequests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class ReceivedRequestsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 14, 37, 12, TimeSpan.Zero);
    private readonly InternalApiMockApp _app = new() { Time = new FakeTimeProvider(Now) };

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Lists_what_was_received_as_it_was_sent_without_the_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/a%2Fb?field=%C3%A9");
        request.Headers.Add("X-Test", ["one", "two"]);
        using var response = await _app.Client.SendAsync(request);

        var received = await _app.Client.GetFromJsonAsync<JsonArray>("/development/requests");

        // Present only while the test run is traced.
        received?[0]?["headers"]?.AsObject().Remove("traceparent");
        var expected = JsonNode.Parse($$"""
            [
              {
                "method": "GET",
                "pathAndQuery": "/api/v1/users/a%2Fb?field=%C3%A9",
                "headers": { "Host": ["{{_app.BaseAddress.Authority}}"], "X-Test": ["one, two"] },
                "time": "2026-03-04T14:37:12+00:00"
              }
            ]
            """);
        Assert.True(JsonNode.DeepEquals(expected, received), received?.ToJsonString());
    }

    [Fact]
    public async Task Counts_refused_requests_and_faults_but_nothing_outside_the_API()
    {
        _app.SetFault("status=503");
        using var client = _app.CreateClient();
        using var refused = await client.GetAsync("/api/v1/users");
        using var failed = await _app.Client.GetAsync("/api/v1/orders");
        using var health = await _app.Client.GetAsync("/health");

        var received = _app.ReceivedRequests;

        Assert.Equal(["/api/v1/users", "/api/v1/orders"], received.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task Forgets_when_told_to()
    {
        using var response = await _app.Client.GetAsync("/api/v1/users");

        using var cleared = await _app.Client.DeleteAsync("/development/requests");

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(0, (await _app.Client.GetFromJsonAsync<JsonArray>("/development/requests"))?.Count);
    }

    [Fact]
    public void Keeps_the_newest_ten_thousand()
    {
        var record = new RequestRecord();

        foreach (var number in Enumerable.Range(1, 10_001))
        {
            record.Add(new ReceivedRequest("GET", $"/api/{number}", new Dictionary<string, string?[]>(), Now));
        }

        Assert.Equal(
            Enumerable.Range(2, 10_000).Select(number => $"/api/{number}"),
            record.All().Select(request => request.PathAndQuery));
    }
}
