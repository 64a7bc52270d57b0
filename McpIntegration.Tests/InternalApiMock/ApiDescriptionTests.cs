using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class ApiDescriptionTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    [Fact]
    public async Task Lists_the_paths_of_the_API_and_nothing_of_development()
    {
        var document = await ReadAsync();

        Assert.Equal(
            ["/api/v1/metrics/{type}", "/api/v1/orders", "/api/v1/products", "/api/v1/tickets", "/api/v1/users", "/api/v1/users/{id}"],
            At(document, "paths")?.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Asks_for_the_key_in_a_header()
    {
        var document = await ReadAsync();

        AssertJson(
            """{ "apiKey": { "type": "apiKey", "name": "X-API-Key", "in": "header" } }""", At(document, "components", "securitySchemes"));
        AssertJson("""[{ "apiKey": [] }]""", document["security"]);
    }

    [Fact]
    public async Task Describes_what_a_query_takes()
    {
        var document = await ReadAsync();

        var parameters = At(document, "paths", "/api/v1/products", "get", "parameters")?.AsArray();
        var schemas = new JsonObject(parameters?.Select(parameter =>
            KeyValuePair.Create((string?)parameter?["name"] ?? "", parameter?["schema"]?.DeepClone())) ?? []);
        AssertJson(
            """
            {
              "field": { "type": "string", "enum": ["id", "name", "category", "price", "stock", "createdAt"] },
              "operator": { "type": "string", "enum": ["equals", "prefix", "greater", "less"], "default": "equals" },
              "value": { "type": "string" },
              "limit": { "type": "integer", "minimum": 1, "maximum": 100, "default": 10 },
              "cursor": { "type": "string" }
            }
            """,
            schemas);
    }

    [Theory]
    [InlineData("/api/v1/orders", new[] { "200", "400", "401" })]
    [InlineData("/api/v1/users/{id}", new[] { "200", "401", "404" })]
    [InlineData("/api/v1/metrics/{type}", new[] { "200", "400", "401", "404" })]
    public async Task Describes_every_answer(string path, string[] statuses)
    {
        var document = await ReadAsync();

        var responses = At(document, "paths", path, "get", "responses")?.AsObject();
        Assert.Equal(statuses, responses?.Select(response => response.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Describes_the_link_to_the_next_page_and_the_records()
    {
        var document = await ReadAsync();

        var success = At(document, "paths", "/api/v1/tickets", "get", "responses", "200");
        AssertJson("""{ "type": "string" }""", At(success, "headers", "Link", "schema"));
        AssertJson(
            """{ "type": "array", "items": { "$ref": "#/components/schemas/Ticket" } }""",
            At(success, "content", "application/json", "schema"));
    }

    private static JsonNode? At(JsonNode? node, params string[] names) =>
        names.Aggregate(node, (inner, name) => inner?[name]);

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());

    private async Task<JsonObject> ReadAsync()
    {
        var document = await app.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");
        Assert.NotNull(document);
        return document;
    }
}
