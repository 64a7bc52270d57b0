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
            Assert.All(tool["inputSchema"]?["properties"]?.AsObject() ?? [], argument => Assert.NotEqual("", (string?)argument.Value?["description"] ?? ""));
        }
    }

    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}")]
    [InlineData("query_data", "{\"collection\":\"orders\",\"filters\":{\"field\":\"id\",\"value\":\"order-0001\"}}")]
    [InlineData("get_user_profile", "{\"userId\":\"user-123\"}")]
    [InlineData("get_metrics", "{\"metricType\":\"health\"}")]
    public async Task A_result_satisfies_its_output_schema_and_the_text_is_the_same_JSON(string tool, string arguments)
    {
        var schema = (await ListAsync()).Single(listed => (string?)listed["name"] == tool)["outputSchema"];

        using var answer = await server.App.CallAsync(tool, arguments, server.App.Issuer.Token(McpServerApp.AllScopes));

        var result = await answer.ReadResultAsync();
        var text = Assert.Single(result["content"]?.AsArray() ?? []);
        AssertSatisfies(schema, result["structuredContent"]);
        Assert.Equal("text", (string?)text?["type"]);
        JsonAssert.Equal((string?)text?["text"] ?? "", result["structuredContent"]);
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

    private static void AssertSatisfies(JsonNode? schema, JsonNode? value)
    {
        Assert.Equal((string?)schema?["type"], value?.GetValueKind().ToString().ToLowerInvariant());
        if (value is JsonObject members && schema?["properties"] is JsonObject properties)
        {
            AssertHas(members, properties, Names(schema["required"]));
        }
        else if (value is JsonArray items)
        {
            Assert.All(items, item => AssertSatisfies(schema?["items"], item));
        }
    }

    private static void AssertHas(JsonObject members, JsonObject properties, IEnumerable<string> required)
    {
        var names = members.Select(member => member.Key).ToArray();
        Assert.Empty(names.Except(properties.Select(property => property.Key)));
        Assert.Empty(required.Except(names));
        Assert.All(members, member => AssertSatisfies(properties[member.Key], member.Value));
    }

    private static IEnumerable<string> Names(JsonNode? list) => list?.AsArray().Select(name => (string?)name ?? "") ?? [];

    private async Task<JsonNode[]> ListAsync()
    {
        using var answer = await server.App.PostAsync(McpMessages.ListTools, server.App.Issuer.Token(""));
        return [.. (await answer.ReadResultAsync())["tools"]?.AsArray().OfType<JsonNode>() ?? []];
    }
}
