using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.Authentication;

public sealed class SharedAddressNoticeTests
{
    private const string Notice =
        "Edge:TrustedNetworks is empty: behind a proxy, refused tokens are counted together for all callers, since they share the proxy's "
        + "address. Name the proxy's network, or ignore this if there is no proxy.";

    [Theory]
    [InlineData("Production", null, 1)]
    [InlineData("Production", "10.0.0.0/8", 0)]
    [InlineData("Development", null, 0)]
    public async Task Outside_Development_it_is_said_once_that_no_proxy_is_trusted(
        string environment, string? network, int times)
    {
        var app = new McpServerApp { EnvironmentName = environment, ConfigureServices = services => services.AddFakeLogging() };
        if (network is not null)
        {
            app.Settings["Edge:TrustedNetworks:0"] = network;
        }

        await app.InitializeAsync();

        var lines = app.Services.GetFakeLogCollector().GetSnapshot().Select(record => record.Message);

        Assert.Equal(times, lines.Count(line => line == Notice));
        await app.DisposeAsync();
    }
}
