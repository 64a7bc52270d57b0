using System.Text.Json;

namespace McpIntegration.McpServer.InternalApi;

internal static class InternalApiJson
{
    /// <summary>Strict: a missing member, or null where none is allowed, is no answer of the agreed shape.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };
}
