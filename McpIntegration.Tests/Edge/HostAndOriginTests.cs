using System.Net;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class HostAndOriginTests(HostAndOriginTests.Servers servers) : IClassFixture<HostAndOriginTests.Servers>
{
    private const string HostRefused =
        """{"error":"host_not_allowed","error_description":"This server does not answer for that Host. Add it to Edge:AllowedHosts if it is one of its names."}""";

    private const string OriginRefused =
        """{"error":"origin_not_allowed","error_description":"Pages of that Origin may not call this server. Add it to Edge:AllowedOrigins if they should."}""";

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:3000", true)]
    [InlineData("LOCALHOST:1", true)]
    [InlineData("127.0.0.1:65535", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:3000", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("2130706433:3000", false)]
    [InlineData("0x7f.1", false)]
    [InlineData("127.1", false)]
    [InlineData("[0:0:0:0:0:0:0:1]", false)]
    [InlineData("localhost.", false)]
    public async Task In_development_loopback_is_a_Host_on_any_port(string host, bool isAllowed) =>
        await AssertHostAsync(servers.Development, "/mcp", host, isAllowed);

    [Theory]
    [InlineData("localhost:3000", true)]
    [InlineData("LOCALHOST:3000", true)]
    [InlineData("mcp.example.com", true)]
    [InlineData("localhost", false)]
    [InlineData("localhost:3001", false)]
    [InlineData("127.0.0.1:3000", false)]
    [InlineData("mcp.example.com:8443", false)]
    [InlineData("mcp.example.com.evil.example", false)]
    public async Task In_production_only_the_resource_s_authority_and_configured_names_are_Hosts(
        string host, bool isAllowed) =>
        await AssertHostAsync(servers.Production, "/mcp", host, isAllowed);

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource", false)]
    [InlineData("/nothing", false)]
    [InlineData("/healthy", false)]
    [InlineData("/health", true)]
    [InlineData("/alive", true)]
    public async Task Probes_may_come_with_any_Host_and_nothing_else_may(string path, bool isAllowed) =>
        await AssertHostAsync(servers.Production, path, "10.1.2.3:8080", isAllowed);

    [Theory]
    [InlineData("http://localhost:6274", true)]
    [InlineData("https://localhost", true)]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://[::1]:6274", true)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://evil.example#localhost", false)]
    [InlineData("http://localhost@evil.example", false)]
    [InlineData("http://evil.example@localhost", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("http://localhost/path", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("chrome-extension://localhost", false)]
    [InlineData("localhost", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData("http://localhost:1, https://evil.example", false)]
    [InlineData("http://2130706433", false)]
    [InlineData("http://127.1", false)]
    [InlineData("http://[0:0:0:0:0:0:0:1]", false)]
    [InlineData("http:\\\\localhost", false)]
    [InlineData("http://localhost:", false)]
    [InlineData("http://localhost:x", false)]
    [InlineData("http://localhost.", false)]
    [InlineData("http://", false)]
    public async Task In_development_loopback_is_an_Origin_on_any_port(string origin, bool isAllowed) =>
        await AssertOriginAsync(servers.Development, "/mcp", origin, isAllowed);

    [Theory]
    [InlineData("https://inspector.example.com", true)]
    [InlineData("HTTPS://INSPECTOR.EXAMPLE.COM", true)]
    [InlineData("http://inspector.example.com", false)]
    [InlineData("https://inspector.example.com:8443", false)]
    [InlineData("https://inspector.example.com.evil.example", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("http://localhost:6274", false)]
    [InlineData("null", false)]
    public async Task In_production_only_configured_Origins_are(string origin, bool isAllowed) =>
        await AssertOriginAsync(servers.Production, "/mcp", origin, isAllowed);

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/mcp")]
    [InlineData("/health")]
    public async Task Metadata_and_health_are_for_every_Origin(string path) =>
        await AssertOriginAsync(servers.Production, path, "https://evil.example", isAllowed: true);

    [Theory]
    [InlineData("Edge:AllowedHosts:0", "https://mcp.example.com", "Edge:AllowedHosts holds \"https://mcp.example.com\": it takes a host with an optional port, as in mcp.example.com:8443.")]
    [InlineData("Edge:AllowedHosts:0", "*", "Edge:AllowedHosts holds \"*\": it takes a host with an optional port, as in mcp.example.com:8443.")]
    [InlineData("Edge:AllowedOrigins:0", "*", "Edge:AllowedOrigins holds \"*\": it takes scheme, host and port, as in https://inspector.example.com.")]
    [InlineData("Edge:AllowedOrigins:0", "https://a.example/", "Edge:AllowedOrigins holds \"https://a.example/\": it takes scheme, host and port, as in https://inspector.example.com.")]
    [InlineData("Edge:TrustedNetworks:0", "10.0.0.1/33", "Edge:TrustedNetworks holds \"10.0.0.1/33\": it takes networks such as 10.0.0.0/16.")]
    public async Task A_list_with_a_fault_stops_the_start(string key, string value, string message)
    {
        var app = new McpServerApp { Settings = { [key] = value } };
        await app.InitializeAsync();

        var error = Assert.Throws<OptionsValidationException>(() => app.Services);

        Assert.Equal(message, error.Message);
        await app.DisposeAsync();
    }

    private static async Task AssertHostAsync(McpServerApp app, string path, string host, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Host", host);

        using var answer = await app.Client.SendAsync(request);

        await AssertRefusedAsync(answer, HostRefused, isAllowed);
    }

    private static async Task AssertOriginAsync(McpServerApp app, string path, string origin, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "localhost:3000" } };
        request.Headers.TryAddWithoutValidation("Origin", origin);

        using var answer = await app.Client.SendAsync(request);

        await AssertRefusedAsync(answer, OriginRefused, isAllowed);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, string refusal, bool isAllowed)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal((!isAllowed, !isAllowed), (answer.StatusCode == HttpStatusCode.Forbidden, body == refusal));
    }

    public sealed class Servers : IAsyncLifetime
    {
        public McpServerApp Development { get; } = new();

        public McpServerApp Production { get; } = new()
        {
            EnvironmentName = Environments.Production,
            Settings = { ["Edge:AllowedHosts:0"] = "mcp.example.com", ["Edge:AllowedOrigins:0"] = "https://inspector.example.com" },
        };

        public Task InitializeAsync() => Task.WhenAll(Development.InitializeAsync(), Production.InitializeAsync());

        public Task DisposeAsync() => Task.WhenAll(Development.DisposeAsync(), Production.DisposeAsync());
    }
}
