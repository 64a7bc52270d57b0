using System.Net;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Edge;

/// <summary>
/// The server in production behind a proxy that ends TLS: what it says of itself is configuration, whatever a client
/// sends.
/// </summary>
public sealed class BehindTlsProxyTests(TlsProxiedServer server) : IClassFixture<TlsProxiedServer>
{
    private const string Metadata = "/.well-known/oauth-protected-resource/mcp";

    [SkippableTheory]
    [InlineData("")]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("X-Forwarded-Proto: http")]
    [InlineData("X-Forwarded-For: 203.0.113.1")]
    [InlineData("X-Forwarded-Port: 80")]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("X-Original-Host: evil.example")]
    [InlineData("Forwarded: for=203.0.113.1;host=evil.example;proto=http")]
    public async Task Metadata_and_challenge_say_https_and_the_configured_address_whatever_headers_are_forged(string header)
    {
        CaddyProcess.SkipUnlessAvailable();
        using var client = server.CreateClient();

        using var metadata = await SendAsync(client, HttpMethod.Get, Metadata, header);
        using var challenged = await SendAsync(client, HttpMethod.Post, "/mcp", header);
        using var called = await SendAsync(client, HttpMethod.Post, "/mcp", header, server.Token());

        var document = await metadata.ReadJsonAsync();
        Assert.Equal(
            (HttpStatusCode.OK, server.Resource, $"[\"{server.App.Issuer.Issuer}\"]"),
            (metadata.StatusCode, (string?)document["resource"], document["authorization_servers"]?.ToJsonString()));
        Assert.Equal(
            (HttpStatusCode.Unauthorized, $"Bearer resource_metadata=\"{server.Origin}{Metadata}\", scope=\"mcp:metrics mcp:query mcp:read\""),
            (challenged.StatusCode, challenged.Header("WWW-Authenticate")));
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
    }

    [SkippableFact]
    public async Task A_Host_that_the_proxy_lets_through_is_still_refused()
    {
        CaddyProcess.SkipUnlessAvailable();
        using var client = server.CreateClient();

        using var answer = await SendAsync(client, HttpMethod.Get, Metadata, $"Host: evil.example:{server.Port}");

        Assert.Equal(
            (HttpStatusCode.Forbidden, "host_not_allowed"),
            (answer.StatusCode, (string?)(await answer.ReadJsonAsync())["error"]));
    }

    // Every address of 127.0.0.0/8 is this machine's, where a test may come from more than one of them.
    [SkippableFact]
    public async Task Failures_count_for_the_address_that_the_trusted_proxy_saw_and_for_no_forged_one()
    {
        CaddyProcess.SkipUnlessAvailable();
        Requirement.Demand(
            OperatingSystem.IsLinux(), "Only Linux has more than one loopback address without being told.");

        var first = await FailAsync("127.0.0.2", server.Origin);
        var second = await FailAsync("127.0.0.3", server.Origin);

        Assert.Equal(("401 401 401 429", "401 401 401 429"), (first, second));
    }

    // The proxy's own address is trusted, this one's is not.
    [SkippableFact]
    public async Task Who_comes_past_the_proxy_counts_as_what_he_is()
    {
        CaddyProcess.SkipUnlessAvailable();
        Requirement.Demand(
            OperatingSystem.IsLinux(), "Only Linux has more than one loopback address without being told.");

        var statuses = await FailAsync("127.0.0.4", server.App.BaseAddress.GetLeftPart(UriPartial.Authority));

        Assert.Equal("401 401 401 429", statuses);
    }

    /// <summary>One refused token more than an address may have, each in the name of another address.</summary>
    private async Task<string> FailAsync(string from, string origin)
    {
        using var client = server.CreateClient(IPAddress.Parse(from));
        List<int> statuses = [];
        for (var i = 0; i <= TlsProxiedServer.FailuresPerMinute; i++)
        {
            using var request =
                Request(HttpMethod.Post, new Uri($"{origin}/mcp"), $"X-Forwarded-For: 203.0.113.{i}", "a.forged.token");
            request.Headers.Host = new Uri(server.Origin).Authority;
            using var answer = await client.SendAsync(request);
            statuses.Add((int)answer.StatusCode);
        }

        return string.Join(' ', statuses);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, string header, string? token = null)
    {
        using var request = Request(method, new Uri($"{server.Origin}{path}"), header, token);
        return await client.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string header, string? token)
    {
        var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(McpMessages.Ping, Encoding.UTF8, "application/json");
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        }

        if (header.Split(": ", 2) is [var name, var value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return request;
    }
}
