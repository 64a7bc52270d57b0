using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.AppHost;

[Collection(RunningApplicationTestGroup.Name)]
public sealed class WholeApplicationTests(RunningApplication application)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Services => ["mcp-server", "keycloak", "internal-api"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_service_is_healthy(string resource)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var client = application.CreateClient(resource);

        var health = await client.GetFromJsonAsync<JsonObject>("/health", limit.Token);

        Assert.Equal("healthy", (string?)health?["status"]);
    }
}
