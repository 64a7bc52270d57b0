using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// How tools' parameters and results become JSON Schema that every client's model reads: one type a member, no boolean
/// subschemas and no null. An optional member is one that may be left out.
/// </summary>
internal static class ToolSchema
{
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static AIJsonSchemaCreateOptions CreateOptions { get; } =
        new() { TransformSchemaNode = (_, node) => Simplify(node) };

    private static JsonNode Simplify(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            // The schema "true" of a member that may hold anything.
            return node.GetValueKind() == JsonValueKind.True ? new JsonObject() : node;
        }

        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.Select(type => type?.GetValue<string>()).Single(type => type != "null");
        }

        if (schema["enum"] is JsonArray values)
        {
            values.RemoveAll(value => value is null);
        }

        if (schema.TryGetPropertyValue("default", out var fallback) && fallback is null)
        {
            schema.Remove("default");
        }

        if (schema["additionalProperties"] is JsonValue or JsonObject { Count: 0 })
        {
            schema.Remove("additionalProperties");
        }

        return schema;
    }
}
