using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Json.Schema;
using McpIntegration.Tests.InternalApi;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Tools;

/// <summary>
/// Results against the schemas that the tools publish, by an independent validator of JSON Schema 2020-12.
/// </summary>
public sealed class OutputSchemaTests(ScriptedApi api, UnlimitedMcpServer server) : IClassFixture<ScriptedApi>, IClassFixture<UnlimitedMcpServer>
{
    private static readonly EvaluationOptions Strict = new()
    {
        RequireFormatValidation = true,
        OutputFormat = OutputFormat.List,
    };

    private static readonly Gen<string> OddText = Gen.OneOf(
        Gen.String, Gen.Const("\u202Etxt.exe\u2066\u200B\uFEFF"), Gen
            .Const("\uDB40\uDC49\uDB40\uDC67"), Gen
            .Const("</script>\"\\\r\n\0"), Gen
            .Const("😀 Zoë 日本"));

    private static readonly Gen<JsonNode?> OddValue = Gen.OneOf(
        OddText.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Const((JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
        OddText.Array[0, 3].Select(
            texts => (JsonNode?)new JsonArray([.. texts.Select(text => JsonValue.Create(text))])),
        OddText.Select(text => (JsonNode?)new JsonObject { ["nested"] = text }));

    [Theory]
    [InlineData("query_data", "{\"collection\":\"users\"}")]
    [InlineData("query_data", "{\"collection\":\"orders\",\"filters\":{\"field\":\"id\",\"value\":\"order-0001\"}}")]
    [InlineData("query_data", "{\"collection\":\"orders\",\"filters\":{\"field\":\"id\",\"value\":\"nothing\"}}")]
    [InlineData("get_user_profile", "{\"userId\":\"user-123\"}")]
    [InlineData("get_metrics", "{\"metricType\":\"health\"}")]
    public async Task A_result_satisfies_its_output_schema(string tool, string arguments)
    {
        var schema = await SchemaOfAsync(server.App, tool);

        using var answer = await server.App.CallAsync(tool, arguments, server.App.Issuer.Token(McpServerApp.AllScopes));

        AssertSatisfies(schema, await answer.ReadStructuredAsync());
    }

    [Fact]
    public async Task Records_of_odd_data_satisfy_it_too_and_are_delivered_unchanged()
    {
        var schema = await SchemaOfAsync(api.App, "query_data");

        await OddValue.Array[0, 8].SampleAsync(
            async values =>
            {
                var records = values.Select(
                    value => new JsonObject { ["id"] = "user-1", ["name"] = value?.DeepClone() }).ToArray();
                api.Upstream.Answer = TestUpstream.Json(new JsonArray([.. records]).ToJsonString());
                using var answer = await api.CallAsync("query_data", """{"collection":"users"}""");
                var structured = await answer.ReadStructuredAsync();
                AssertSatisfies(schema, structured);
                Assert.Equal(
                    values.Select(value => value?.ToJsonString()),
                    structured["records"]?.AsArray().Select(record => record?["name"]?.ToJsonString()));
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Profiles_and_series_of_odd_data_satisfy_theirs()
    {
        var profile = await SchemaOfAsync(api.App, "get_user_profile");
        var metrics = await SchemaOfAsync(api.App, "get_metrics");

        await Gen.Select(OddText, Gen.Double.Where(double.IsFinite).Array[0, 5]).SampleAsync(
            async (text, values) =>
            {
                var user = new JsonObject { ["id"] = "user-1", ["name"] = text, ["email"] = text, ["department"] = text, ["createdAt"] = "2026-01-31T00:00:00.1234567-11:30" };
                api.Upstream.Answer = TestUpstream.Json(user.ToJsonString());
                using var known = await api.CallAsync("get_user_profile", """{"userId":"user-1"}""");
                AssertSatisfies(profile, await known.ReadStructuredAsync());

                var points = string.Join(
                    ',',
                    values.Select(
                        value =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $$"""{"timestamp":"2026-01-31T00:00:00Z","value":{{value:R}}}""")));
                api.Upstream.Answer =
                    TestUpstream.Json($$"""{"values":[{{points}}],"summary":{"min":-0.0,"max":1e300,"avg":1E-300} }""");
                using var series = await api.CallAsync("get_metrics", """{"metricType":"usage"}""");
                AssertSatisfies(metrics, await series.ReadStructuredAsync());
            },
            iter: 40,
            threads: 1);
    }

    private static void AssertSatisfies(JsonSchema schema, JsonNode value)
    {
        var results = schema.Evaluate(JsonSerializer.SerializeToElement(value), Strict);
        var faults =
            results.Details?.Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors ?? []) ?? [];
        Assert.True(results.IsValid, $"{string.Join("; ", faults)} in {value.ToJsonString()}");
    }

    private static async Task<JsonSchema> SchemaOfAsync(McpServerApp app, string tool)
    {
        using var answer = await app.PostAsync(McpMessages.ListTools, app.Issuer.Token(""));
        var tools = (await answer.ReadResultAsync())["tools"]?.AsArray() ?? [];
        var schema =
            tools.Single(listed => (string?)listed?["name"] == tool)?["outputSchema"]?.DeepClone().AsObject() ?? [];
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        return JsonSchema.FromText(schema.ToJsonString());
    }
}
