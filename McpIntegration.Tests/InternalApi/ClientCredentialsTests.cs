using System.Text;
using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class ClientCredentialsTests : IAsyncLifetime
{
    private const string Secret = "the secret/of:this+server";
    private const string NoAccess =
        "The internal API refuses this server's own access. Trying again does not help: the server's operator has to renew its credentials.";
    private const string NotAvailable = "The internal API is not available now. Try again in 10 seconds.";
    private const string NotInTime =
        "The internal API did not answer in time. Try again in 30 seconds, or ask for fewer records.";

    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services.AddFakeLogging(
            logging => logging.FilteredLevels = new HashSet<LogLevel>()),
        Settings =
        {
            ["InternalApi:ApiKey"] = null,
            ["InternalApi:ClientId"] = "this server",
            ["InternalApi:ClientSecret"] = Secret,
            ["InternalApi:Scope"] = "records",
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Trace",
        },
    };

    private readonly TestUpstream _issuer = new();
    private readonly TestUpstream _api = new();
    private int _tokens;

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        await _issuer.InitializeAsync();
        await _api.InitializeAsync();
        _app.Settings["InternalApi:BaseAddress"] = _api.BaseAddress;
        _app.Settings["InternalApi:TokenEndpoint"] = $"{_issuer.BaseAddress}/token";
        _issuer.Answer = IssueAsync;
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task The_token_is_asked_for_once_for_all_and_sent_in_place_of_a_key_and_written_to_no_log()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => QueryAsync($"{caller}")));
        using var later = await QueryAsync("later");

        var asked = Assert.Single(_issuer.Requests);
        var client = Convert.ToBase64String(Encoding.UTF8.GetBytes("this%20server:the%20secret%2Fof%3Athis%2Bserver"));
        Assert.Equal(
            ("POST", "/token", $"Basic {client}", "grant_type=client_credentials&scope=records"),
            (asked.Method, asked.Target, asked.Headers["Authorization"], asked.Body));
        Assert.Equal(21, _api.Requests.Count);
        Assert.All(
            _api.Requests,
            request =>
                Assert.Equal(
                    ("Bearer token-1", false),
                    (request.Headers["Authorization"], request.Headers.ContainsKey("X-API-Key"))));
        var logs = string.Join(
            '\n',
            _app.Services.GetFakeLogCollector().GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        Assert.Contains("Tool query_data called by", logs, StringComparison.Ordinal);
        Assert.All(
            [Secret, client, "token-1"], secret => Assert.DoesNotContain(secret, logs, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("60", 1)]
    [InlineData("\"3600\"", 1)]
    [InlineData("0", 2)]
    public async Task It_is_kept_while_it_lives(string expiresIn, int tokens)
    {
        _issuer.Answer = context => IssueAsync(context, expiresIn);

        using var first = await QueryAsync("alice");
        using var second = await QueryAsync("bob");

        Assert.Equal(("MISS", "MISS", tokens), (first.Header("X-Cache"), second.Header("X-Cache"), _tokens));
    }

    [Theory]
    [InlineData(1, null, 2, 2)]
    [InlineData(99, NoAccess, 2, 2)]
    public async Task A_token_that_the_API_refuses_is_renewed_once(
        int refusals, string? error, int tokens, int requests)
    {
        _api.Answer = context =>
            _api.Requests.Count <= refusals ? TestUpstream.Status(401)(context) : TestUpstream.Json("[]")(context);

        using var answer = await QueryAsync("alice");

        Assert.Equal((tokens, requests), (_tokens, _api.Requests.Count));
        Assert.Equal(error ?? "", error is null ? "" : await answer.ReadToolErrorAsync());
        Assert.Equal(error is null ? "MISS" : null, answer.Header("X-Cache"));
    }

    [Theory]
    [InlineData(400, "", NoAccess, 1)]
    [InlineData(401, "", NoAccess, 1)]
    [InlineData(404, "", NoAccess, 1)]
    [InlineData(302, "", NoAccess, 1)]
    [InlineData(200, "<html>", NoAccess, 1)]
    [InlineData(200, "{}", NoAccess, 1)]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}", NoAccess, 1)]
    [InlineData(200, "{\"access_token\":\"a\\r\\nX-Other: b\",\"token_type\":\"Bearer\"}", NoAccess, 1)]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-1}", NoAccess, 1)]
    [InlineData(500, "", NotAvailable, 3)]
    [InlineData(429, "", NotAvailable, 3)]
    public async Task Without_a_token_the_API_is_not_asked_and_the_model_told_whether_to_try_again(
        int status, string body, string sentence, int attempts)
    {
        _issuer.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = _api.BaseAddress;
            return context.Response.WriteAsync(body);
        };

        using var answer = await QueryAsync("alice");

        Assert.Equal(
            (sentence, attempts, 0), (await answer.ReadToolErrorAsync(), _issuer.Requests.Count, _api.Requests.Count));
        _issuer.Answer = IssueAsync;
        using var next = await QueryAsync("alice");
        Assert.Equal("MISS", next.Header("X-Cache"));
    }

    [Fact]
    public async Task A_token_endpoint_that_is_silent_is_given_up_within_each_attempt()
    {
        _app.Settings["InternalApi:AttemptTimeout"] = "00:00:00.6";
        _issuer.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        using var answer = await QueryAsync("alice");

        Assert.Equal(
            (NotInTime, 3, 0), (await answer.ReadToolErrorAsync(), _issuer.Requests.Count, _api.Requests.Count));
    }

    [Fact]
    public async Task Keycloak_s_machine_client_gets_a_token_that_the_API_can_read()
    {
        using var keycloak = new KeycloakMockApp();
        _app.Settings["InternalApi:TokenEndpoint"] = keycloak.TokenEndpoint.AbsoluteUri;
        _app.Settings["InternalApi:ClientId"] = "mcp-machine";
        _app.Settings["InternalApi:ClientSecret"] = KeycloakMockApp.MachineSecret;
        _app.Settings["InternalApi:Scope"] = "mcp:read";

        using var answer = await QueryAsync("alice");

        Assert.Equal("MISS", answer.Header("X-Cache"));
        var payload = OAuthClient.Payload(Assert.Single(_api.Requests).Headers["Authorization"]["Bearer ".Length..]);
        Assert.Equal(
            (keycloak.Issuer, "mcp-machine", "mcp:read"),
            ((string?)payload["iss"], (string?)payload["azp"], (string?)payload["scope"]));
    }

    [Theory]
    [InlineData("InternalApi:ClientSecret", null, "InternalApi has no whole credentials")]
    [InlineData("InternalApi:TokenEndpoint", "http://login.example.com/token", "InternalApi:TokenEndpoint is \"http://login.example.com/token\"")]
    [InlineData("InternalApi:TokenEndpoint", "/token", "InternalApi:TokenEndpoint is \"/token\"")]
    [InlineData("InternalApi:ApiKey", "a-key", "InternalApi has both ApiKey and OAuth client credentials")]
    public void Half_credentials_or_an_unsafe_endpoint_stop_the_start(string key, string? value, string message)
    {
        _app.Settings[key] = value;

        var error = Assert.Throws<AggregateException>(() => _app.Services);

        Assert.All(
            error.Flatten().InnerExceptions,
            fault => Assert.StartsWith(message, fault.Message, StringComparison.Ordinal));
    }

    private Task IssueAsync(HttpContext context) => IssueAsync(context, "3600");

    private Task IssueAsync(HttpContext context, string expiresIn) => TestUpstream.Json(
        $$"""{"access_token":"token-{{Interlocked.Increment(ref _tokens)}}","token_type":"bearer","expires_in":{{expiresIn}} }""")(context);

    private Task<HttpResponseMessage> QueryAsync(string subject) =>
        _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query", subject));
}
