using System.Diagnostics;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class FailureTests : IAsyncLifetime
{
    private const string NotAvailable = "The internal API is not available now. Try again in 10 seconds.";
    private const string NotInTime = "The internal API did not answer in time. Try again in 30 seconds, or ask for fewer records.";
    private const string Unusable = "The internal API's answer was unusable, and nothing of it was used. Try again in 30 seconds, or ask for fewer records.";
    private const string NoAccess =
        "The internal API refuses this server's own access. Trying again does not help: the server's operator has to renew its key.";

    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("status=503", 3, NotAvailable)]
    [InlineData("status=500", 3, NotAvailable)]
    [InlineData("status=408", 3, NotAvailable)]
    [InlineData("status=429;retry-after=3600", 3, NotAvailable)]
    [InlineData("status=503;retry-after=3600", 3, NotAvailable)]
    [InlineData("status=503;malformed", 3, NotAvailable)]
    [InlineData("truncated", 3, NotAvailable)]
    [InlineData("malformed", 1, Unusable)]
    [InlineData("oversized", 1, Unusable)]
    [InlineData("redirect", 1, NotAvailable)]
    [InlineData("status=401", 1, NoAccess)]
    [InlineData("status=403", 1, NoAccess)]
    [InlineData("status=404", 1, "The internal API has no such data.")]
    [InlineData("status=418", 1, NotAvailable)]
    public async Task A_failure_is_tried_again_where_that_may_help_and_said_to_the_model_without_upstream_text(string fault, int attempts, string sentence)
    {
        _app.Api.SetFault(fault);
        var started = Stopwatch.GetTimestamp();

        using var answer = await QueryAsync();

        JsonAssert.Equal(
            $$$"""{"jsonrpc":"2.0","id":1,"result":{"isError":true,"content":[{"type":"text","text":"{{{sentence}}}"}]} }""",
            await answer.ReadJsonAsync());
        Assert.Equal((attempts, null), (_app.Api.ReceivedRequests.Count, answer.Header("X-Cache")));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData("status=503;times=1", 2)]
    [InlineData("status=503;times=2", 3)]
    [InlineData("truncated;times=2", 3)]
    [InlineData("status=503;retry-after=3600;times=1", 2)]
    public async Task A_passing_failure_is_not_noticed(string fault, int attempts)
    {
        _app.Api.SetFault(fault);

        using var answer = await QueryAsync();

        Assert.Equal(10, (await answer.ReadStructuredAsync())["records"]?.AsArray().Count);
        Assert.Equal((attempts, "MISS"), (_app.Api.ReceivedRequests.Count, answer.Header("X-Cache")));
    }

    [Fact]
    public async Task A_slow_answer_is_given_up_and_tried_again()
    {
        _app.Settings["InternalApi:AttemptTimeout"] = "00:00:00.4";
        _app.Api.SetFault("delay=60000");

        using var answer = await QueryAsync();

        Assert.Equal(NotInTime, await answer.ReadToolErrorAsync());
        Assert.Equal(3, _app.Api.ReceivedRequests.Count);
    }

    [Fact]
    public async Task All_attempts_together_are_bounded()
    {
        _app.Settings["InternalApi:AttemptTimeout"] = "00:00:00.9";
        _app.Settings["InternalApi:TotalTimeout"] = "00:00:01";
        _app.Api.SetFault("delay=60000");

        using var answer = await QueryAsync();

        Assert.Equal(NotInTime, await answer.ReadToolErrorAsync());
        Assert.InRange(_app.Api.ReceivedRequests.Count, 1, 2);
    }

    [Fact]
    public async Task An_address_where_nothing_listens_is_not_available()
    {
        _app.Settings["InternalApi:BaseAddress"] = "http://127.0.0.1:1";

        using var answer = await QueryAsync();

        Assert.Equal(NotAvailable, await answer.ReadToolErrorAsync());
    }

    [Theory]
    [InlineData("get_user_profile", "{\"userId\":\"user-123\"}")]
    [InlineData("get_metrics", "{\"metricType\":\"usage\"}")]
    public async Task The_other_tools_say_the_same(string tool, string arguments)
    {
        _app.Api.SetFault("status=503");

        using var answer = await _app.CallAsync(tool, arguments, _app.Issuer.Token(McpServerApp.AllScopes));

        Assert.Equal(NotAvailable, await answer.ReadToolErrorAsync());
    }

    [Fact]
    public async Task After_many_failures_the_API_is_left_alone_and_the_model_told_for_how_long()
    {
        _app.Api.SetFault("status=503");
        for (var call = 0; call < 7; call++)
        {
            using var failed = await QueryAsync();
        }

        var asked = _app.Api.ReceivedRequests.Count;
        using var answer = await QueryAsync();

        Assert.Matches("^The internal API is not available now\\. Try again in [1-5] seconds\\.$", await answer.ReadToolErrorAsync());
        Assert.Equal(asked, _app.Api.ReceivedRequests.Count);
    }

    [Fact]
    public async Task Only_the_API_key_goes_upstream_and_nothing_of_the_caller()
    {
        var token = _app.Issuer.Token("mcp:query", "a-subject");

        using var answer = await _app.CallAsync("query_data", """{"collection":"users"}""", token);

        // The mock hides the key from its record, and answers 401 without it.
        var received = Assert.Single(_app.Api.ReceivedRequests);
        Assert.Equal("MISS", answer.Header("X-Cache"));
        Assert.Equal(("GET", "/api/v1/users?limit=10"), (received.Method, received.PathAndQuery));
        Assert.Equal(["Accept", "Host", "traceparent"], received.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("a-subject", string.Join(' ', received.Headers.Values.SelectMany(values => values)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InternalApi:BaseAddress", "", "BaseAddress")]
    [InlineData("InternalApi:ApiKey", "", "ApiKey")]
    [InlineData("InternalApi:AttemptTimeout", "00:00:00.01", "AttemptTimeout")]
    [InlineData("InternalApi:TotalTimeout", "00:03:00", "TotalTimeout")]
    [InlineData("InternalApi:Retries", "0", "Retries")]
    [InlineData("InternalApi:MaxConcurrency", "0", "MaxConcurrency")]
    [InlineData("InternalApi:MaxResponseSize", "100", "MaxResponseSize")]
    [InlineData("InternalApi:AttemptTimeout", "00:00:10", "InternalApi:AttemptTimeout is 00:00:10: it must be shorter than InternalApi:TotalTimeout, 00:00:10.")]
    public void A_setting_out_of_range_stops_the_start_and_is_named(string key, string value, string named)
    {
        _app.Settings[key] = value;

        var error = Assert.Throws<AggregateException>(() => _app.Services);

        Assert.All(error.Flatten().InnerExceptions, fault => Assert.StartsWith(named, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "/api/v1/users?limit=10")]
    [InlineData("api", "/api/api/v1/users?limit=10")]
    [InlineData("api/", "/api/api/v1/users?limit=10")]
    public async Task A_path_in_the_address_is_kept(string path, string expected)
    {
        _app.Settings["InternalApi:BaseAddress"] = $"{_app.Api.BaseAddress}{path}";

        using var answer = await QueryAsync();

        Assert.Equal(expected, Assert.Single(_app.Api.ReceivedRequests).PathAndQuery);
    }

    private Task<HttpResponseMessage> QueryAsync() => _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query"));
}
