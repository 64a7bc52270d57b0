using McpIntegration.McpServer.InternalApi;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class FailureTests : IAsyncLifetime
{
    private const string NotForAnHour = "The internal API is not available now. Try again in 3600 seconds.";
    private const string NotAvailable = "The internal API is not available now. Try again in 10 seconds.";
    private const string NotInTime =
        "The internal API did not answer in time. Try again in 30 seconds, or ask for fewer records.";
    private const string Unusable = "The internal API's answer was unusable, and nothing of it was used. Try again in 30 seconds, or ask for fewer records.";
    private const string NoAccess =
        "The internal API refuses this server's own access. Trying again does not help: the server's operator has to renew its credentials.";

    private const string Refused =
        "The internal API refuses this request. Trying the same call again does not help; the server's operator finds the reason in its log.";

    private readonly McpServerApp _app;
    private Action<IServiceCollection> _configure = _ => { };

    public FailureTests() => _app = new()
    {
        ConfigureServices = services => _configure(services),

        // How busy this machine is makes no timeout.
        Settings =
        {
            ["InternalApi:AttemptTimeout"] = "00:00:25",
            ["InternalApi:TotalTimeout"] = "00:00:59",
            ["Edge:RequestTimeout"] = "00:02:00",
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("status=503", 3, NotAvailable)]
    [InlineData("status=500", 3, NotAvailable)]
    [InlineData("status=408", 3, NotAvailable)]
    [InlineData("status=429;retry-after=3600", 1, NotForAnHour)]
    [InlineData("status=503;retry-after=3600", 1, NotForAnHour)]
    [InlineData("status=503;malformed", 3, NotAvailable)]
    [InlineData("truncated", 3, NotAvailable)]
    [InlineData("malformed", 1, Unusable)]
    [InlineData("oversized", 1, Unusable)]
    [InlineData("redirect", 1, Unusable)]
    [InlineData("status=401", 1, NoAccess)]
    [InlineData("status=403", 1, NoAccess)]
    [InlineData("status=404", 1, "The internal API has no such data.")]
    [InlineData("status=410", 1, Refused)]
    public async Task A_failure_is_tried_again_where_that_may_help_and_said_to_the_model_without_upstream_text(
        string fault, int attempts, string sentence)
    {
        _app.Api.SetFault(fault);

        using var answer = await QueryAsync();

        JsonAssert.Equal(
            $$$"""{"jsonrpc":"2.0","id":1,"result":{"isError":true,"content":[{"type":"text","text":"{{{sentence}}}"}]} }""",
            await answer.ReadJsonAsync());
        Assert.Equal((attempts, null), (_app.Api.ReceivedRequests.Count, answer.Header("X-Cache")));
    }

    [Theory]
    [InlineData("status=503;times=1", 2)]
    [InlineData("status=503;times=2", 3)]
    [InlineData("truncated;times=2", 3)]
    [InlineData("status=503;retry-after=1;times=1", 2)]
    [InlineData("status=429;retry-after=1;times=2", 3)]
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
        _app.Settings["InternalApi:AttemptTimeout"] = "00:00:01";
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

    [Fact]
    public async Task A_request_that_is_cancelled_on_its_way_is_as_one_that_is_not_answered_in_time()
    {
        _configure = services =>
            services.AddHttpClient(InternalApiClient.HttpClientName).AddHttpMessageHandler(
                () => new CancelledHandler());

        using var answer = await QueryAsync();

        Assert.Equal(NotInTime, await answer.ReadToolErrorAsync());
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

        Assert.Matches(
            "^The internal API is not available now\\. Try again in [1-5] seconds\\.$",
            await answer.ReadToolErrorAsync());
        Assert.Equal(asked, _app.Api.ReceivedRequests.Count);
    }

    private Task<HttpResponseMessage> QueryAsync() =>
        _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query"));

    private sealed class CancelledHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new OperationCanceledException());
    }
}
