using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

public sealed class ToolSchemaTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private static readonly string[] Keywords =
    [
        "type", "description", "properties", "required", "items", "enum", "default", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    ];

    private static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean"];

    [Fact]
    public async Task Every_schema_is_plain_and_has_one_type_for_each_member()
    {
        var tools = await ListAsync();

        Assert.Equal(6, tools.SelectMany(SchemasOf).Count());
        Assert.All(tools.SelectMany(SchemasOf), AssertPlain);
    }

    [Fact]
    public async Task Nothing_in_the_list_is_null()
    {
        using var answer = await server.App.PostAsync(McpMessages.ListTools, server.App.Issuer.Token(""));

        Assert.DoesNotContain("null", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_tool_is_marked_as_read_only_and_every_argument_is_described()
    {
        foreach (var tool in await ListAsync())
        {
            JsonAssert.Equal(
                $$"""{"title":"{{tool["title"]}}","readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}""",
                tool["annotations"]);
            Assert.All(
                tool["inputSchema"]?["properties"]?.AsObject() ?? [],
                argument => Assert.NotEqual("", (string?)argument.Value?["description"] ?? ""));
        }
    }

    private static IEnumerable<JsonNode?> SchemasOf(JsonNode tool) => [tool["inputSchema"], tool["outputSchema"]];

    private static void AssertPlain(JsonNode? schema)
    {
        var members = Assert.IsType<JsonObject>(schema);
        Assert.Empty(members.Select(member => member.Key).Except(Keywords));
        Assert.Contains((string?)members["type"], Types);
        Assert.All(members["properties"]?.AsObject().Select(property => property.Value) ?? [], AssertPlain);
        if (members["items"] is { } items)
        {
            AssertPlain(items);
        }
    }

    private async Task<JsonNode[]> ListAsync()
    {
        using var answer = await server.App.PostAsync(McpMessages.ListTools, server.App.Issuer.Token(""));
        return [.. (await answer.ReadResultAsync())["tools"]?.AsArray().OfType<JsonNode>() ?? []];
    }
}
