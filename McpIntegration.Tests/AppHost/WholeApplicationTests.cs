using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed class WholeApplicationTests
{
    [Fact]
    public async Task The_server_becomes_healthy()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.McpIntegration_AppHost>(timeout.Token);
        await using var app = await builder.BuildAsync(timeout.Token);
        await app.StartAsync(timeout.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("mcp-server", timeout.Token);
        using var client = app.CreateHttpClient("mcp-server");

        var health = await client.GetFromJsonAsync<JsonObject>("/health", timeout.Token);

        Assert.Equal("healthy", (string?)health?["status"]);
    }
}
