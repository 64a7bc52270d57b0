using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace McpIntegration.InternalApiMock.ApiDescription;

/// <summary>Says in the OpenAPI document what the parameters' types do not: they are all text in the code.</summary>
internal static class OperationExtensions
{
    /// <summary>The parameter takes one of these texts.</summary>
    public static void DescribeChoice(
        this OpenApiOperation operation, string parameterName, IEnumerable<string> values, string? defaultsTo = null) =>
        operation.Describe(parameterName, new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. values.Select(value => JsonValue.Create(value))],
            Default = defaultsTo,
        });

    public static void Describe(this OpenApiOperation operation, string parameterName, OpenApiSchema schema)
    {
        if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == parameterName) is OpenApiParameter described)
        {
            described.Schema = schema;
        }
    }
}
