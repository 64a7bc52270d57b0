using McpIntegration.McpServer.Administration;
using Xunit;

namespace McpIntegration.Tests.Administration;

public sealed class OwnAddressesTests
{
    [Theory]
    [InlineData("http://*:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://+:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://0.0.0.0:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://[::]:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://localhost:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://mcp-server:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000/health")]
    [InlineData("http://10.1.2.3:3000", "http://10.1.2.3:3000/health")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1/health")]
    [InlineData("HTTP://127.0.0.1:3000", "http://127.0.0.1:3000/health")]
    [InlineData("https://*:8443;http://*:3000", "http://127.0.0.1:3000/health")]
    [InlineData("http://*:3000; http://localhost:3000 ;http://*:3001", "http://127.0.0.1:3000/health http://127.0.0.1:3001/health")]
    public void An_address_is_asked_on_loopback_unless_it_is_one_of_its_own(string urls, string asked) =>
        Assert.Equal(asked, Asked("--urls", urls));

    [Theory]
    [InlineData("http://127.0.0.1:8080/health", "--urls", "", "--http_ports", "8080")]
    [InlineData("http://127.0.0.1:8080/health http://127.0.0.1:8081/health", "--urls", "", "--http_ports", "8080;8081")]
    [InlineData("http://127.0.0.1:3000/health", "--urls", "http://*:3000", "--http_ports", "8080")]
    [InlineData("http://127.0.0.1:5000/health", "--urls", "", "--http_ports", "")]
    public void Addresses_go_before_ports_as_in_the_server(string asked, params string[] args) =>
        Assert.Equal(asked, Asked(args));

    private static string Asked(params string[] args) => string.Join(' ', OwnAddresses.Read(args));
}
