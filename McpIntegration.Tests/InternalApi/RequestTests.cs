using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

public sealed class RequestTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new();

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Only_the_API_key_goes_upstream_and_nothing_of_the_caller()
    {
        var token = _app.Issuer.Token("mcp:query", "a-subject");

        using var answer = await _app.CallAsync("query_data", """{"collection":"users"}""", token);

        // The mock hides the key from its record, and answers 401 without it.
        var received = Assert.Single(_app.Api.ReceivedRequests);
        Assert.Equal("MISS", answer.Header("X-Cache"));
        Assert.Equal(("GET", "/api/v1/users?limit=10"), (received.Method, received.PathAndQuery));
        Assert.Equal(
            ["Accept", "Accept-Encoding", "Host", "traceparent"], received.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            "a-subject",
            string.Join(' ', received.Headers.Values.SelectMany(values => values)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InternalApi:BaseAddress", "", "BaseAddress")]
    [InlineData("InternalApi:BaseAddress", "api.internal.example.com", "InternalApi:BaseAddress is \"api.internal.example.com\": it takes an http or https address")]
    [InlineData("InternalApi:BaseAddress", "ftp://api.example.com", "InternalApi:BaseAddress is \"ftp://api.example.com/\"")]
    [InlineData("InternalApi:BaseAddress", "https://api.example.com/?v=1", "InternalApi:BaseAddress is")]
    [InlineData("InternalApi:BaseAddress", "https://user:password@api.example.com", "InternalApi:BaseAddress is \"https://api.example.com/\"")]
    [InlineData("InternalApi:ApiKey", "", "InternalApi has no whole credentials: give ApiKey, or all of TokenEndpoint, ClientId and ClientSecret.")]
    [InlineData("InternalApi:ApiKey", "two\nlines", "ApiKey: InternalApi:ApiKey does not fit into a header")]
    [InlineData("InternalApi:ClientId", "a-client", "InternalApi has both ApiKey and OAuth client credentials")]
    [InlineData("InternalApi:Scope", "a-scope", "InternalApi has both ApiKey and OAuth client credentials")]
    [InlineData("InternalApi:OnBehalfOfKey", "thirty-one-characters-are-short", "OnBehalfOfKey: InternalApi:OnBehalfOfKey must be a secret of at least 32 characters")]
    [InlineData("InternalApi:AttemptTimeout", "00:00:00.01", "AttemptTimeout")]
    [InlineData("InternalApi:TotalTimeout", "00:03:00", "TotalTimeout")]
    [InlineData("InternalApi:Retries", "0", "Retries")]
    [InlineData("InternalApi:MaxConcurrency", "0", "MaxConcurrency")]
    [InlineData("InternalApi:MaxResponseSize", "100", "MaxResponseSize")]
    [InlineData("InternalApi:TotalTimeout", "00:00:09", "InternalApi:AttemptTimeout is 00:00:09: it must be shorter than InternalApi:TotalTimeout, 00:00:09.")]
    public void A_setting_out_of_range_stops_the_start_and_is_named(string key, string value, string named)
    {
        _app.Settings[key] = value;

        var error = Assert.Throws<AggregateException>(() => _app.Services);

        Assert.All(
            error.Flatten().InnerExceptions,
            fault => Assert.StartsWith(named, fault.Message, StringComparison.Ordinal));
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

    private Task<HttpResponseMessage> QueryAsync() =>
        _app.CallAsync("query_data", """{"collection":"users"}""", _app.Issuer.Token("mcp:query"));
}
