using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpIntegration.InternalApiMock.Faults;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class FaultTests : IDisposable
{
    private const string Path = "/api/v1/users/user-123";
    private readonly SignallingTimeProvider _time = new();
    private readonly InternalApiMockApp _app;

    public FaultTests() => _app = new InternalApiMockApp { Time = _time };

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_status_comes_with_a_problem_document_and_when_to_retry()
    {
        using var response = await SendAsync("status=503;retry-after=7");

        Assert.Equal(
            "This answer was asked for as a fault.",
            await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_delay_alone_leaves_the_answer_as_it_is()
    {
        var pending = SendAsync("delay=60000");
        await _time.TimerCreated;
        Assert.False(pending.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(60_000));

        using var response = await pending;

        var user = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("Alice Anders", (string?)user?["name"]);
    }

    [Fact]
    public async Task A_malformed_answer_claims_to_be_JSON_and_is_none()
    {
        using var response = await SendAsync("malformed");

        Assert.Equal(
            (HttpStatusCode.OK, "application/json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(response.Content.ReadAsStream()));
    }

    [Fact]
    public async Task A_truncated_answer_ends_before_its_announced_length()
    {
        using var request = Request("truncated");
        using var response = await _app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var failure = await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        });

        Assert.Equal(
            (HttpStatusCode.OK, HttpRequestError.ResponseEnded), (response.StatusCode, failure.HttpRequestError));
    }

    [Fact]
    public async Task An_oversized_answer_is_valid_JSON_of_more_than_a_megabyte_and_does_not_announce_it()
    {
        using var request = Request("oversized");
        using var response = await _app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Null(response.Content.Headers.ContentLength);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(body.Length > 1_048_576);
        Assert.IsType<JsonArray>(JsonNode.Parse(body));
    }

    [Fact]
    public async Task A_redirect_leads_to_another_path_of_the_API()
    {
        using var response = await SendAsync("redirect");

        Assert.Equal(
            (HttpStatusCode.Found, "/api/v1/redirected"),
            (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("status=503;times=2")]
    public async Task A_bad_header_is_answered_with_the_form(string text)
    {
        using var response = await SendAsync(text);

        Assert.Equal(FaultText.Form, await response.ReadProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_bad_fault_to_store_is_answered_with_the_form_and_changes_nothing()
    {
        _app.SetFault("status=418");

        using var response = await _app.Client.PutAsync("/development/faults", new StringContent("nonsense"));

        Assert.Equal(FaultText.Form, await response.ReadProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal([418], await StatusesAsync(1));
    }

    [Fact]
    public async Task A_stored_fault_applies_as_often_as_it_says()
    {
        using var stored = await _app.Client.PutAsync("/development/faults", new StringContent("status=503;times=2\n"));

        var statuses = await StatusesAsync(4);

        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        Assert.Equal([503, 503, 200, 200], statuses);
    }

    [Fact]
    public async Task A_stored_fault_applies_until_it_is_removed()
    {
        _app.SetFault("status=500");
        var before = await StatusesAsync(3);

        using var removed = await _app.Client.DeleteAsync("/development/faults");

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal([500, 500, 500], before);
        Assert.Equal([200], await StatusesAsync(1));
    }

    [Fact]
    public async Task The_header_goes_before_a_stored_fault_and_does_not_use_it_up()
    {
        _app.SetFault("status=500;times=1");

        using var response = await SendAsync("status=418");

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal([500, 200], await StatusesAsync(2));
    }

    [Fact]
    public async Task Health_and_the_description_know_no_faults()
    {
        _app.SetFault("status=500;times=1");

        using var health = await _app.Client.GetAsync("/health");
        using var description = await _app.Client.GetAsync("/openapi/v1.json");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, description.StatusCode));
        Assert.Equal([500, 200], await StatusesAsync(2));
    }

    [Fact]
    public async Task A_request_without_the_key_uses_up_no_fault()
    {
        _app.SetFault("status=500;times=1");
        using var client = _app.CreateClient();

        using var refused = await client.GetAsync(Path);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal([500], await StatusesAsync(1));
    }

    private static HttpRequestMessage Request(string fault) =>
        new(HttpMethod.Get, Path) { Headers = { { "X-Fault", fault } } };

    private async Task<HttpResponseMessage> SendAsync(string fault)
    {
        using var request = Request(fault);
        return await _app.Client.SendAsync(request);
    }

    private async Task<IReadOnlyList<int>> StatusesAsync(int count)
    {
        var statuses = new List<int>();
        for (var sent = 0; sent < count; sent++)
        {
            using var response = await _app.Client.GetAsync(Path);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
