using McpIntegration.Tests.InternalApiMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// Follows docs/add-a-tool.md: changes a copy of the server's sources as it says, builds it, and calls the new tool.
/// </summary>
[Collection(nameof(ServerSources))]
public sealed class AddAToolPageTests
{
    [Fact]
    public async Task A_server_changed_as_the_page_says_has_the_tool()
    {
        using var api = new InternalApiMockApp();
        using var sources = new ServerSources();
        var folder = await sources.BuildAsync(new Page("docs/add-a-tool.md"));
        await using var server = await ChangedServer.StartAsync(
            new() { ["InternalApi__BaseAddress"] = api.BaseAddress.AbsoluteUri, ["InternalApi__ApiKey"] = api.ApiKey }, folder);

        using var found = await server.CallAsync("get_product", """{"productId":"product-001"}""");
        using var again = await server.CallAsync("get_product", """{"productId":"product-001"}""");
        using var missing = await server.CallAsync("get_product", """{"productId":"product-999"}""");
        using var refused = await server.CallAsync("get_product", """{"productId":"../users"}""");

        var product = await found.ReadStructuredAsync();
        Assert.Equal(["id", "name", "category", "price", "stock"], product.AsObject().Select(member => member.Key));
        Assert.Equal(
            ("product-001", "MISS", "HIT"), ((string?)product["id"], found.Header("X-Cache"), again.Header("X-Cache")));
        Assert.Equal("Product not found", await missing.ReadToolErrorAsync());
        Assert.StartsWith("productId", await refused.ReadToolErrorAsync(), StringComparison.Ordinal);
    }
}
