using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpIntegration.McpServer.InternalApi;

internal static class InternalApiJson
{
    /// <summary>
    /// Strict: a missing member, null where none is allowed, or a member that comes twice, is no answer of the agreed
    /// shape.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        // What is read here is written again inside other objects, by serializers that allow 64.
        MaxDepth = 32,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };
}
