using System.Globalization;
using McpIntegration.InternalApiMock.ApiDescription;
using Microsoft.OpenApi;

namespace McpIntegration.InternalApiMock.Query;

internal static class QueryDescription
{
    public static Task DescribeAsync(OpenApiOperation operation, IEnumerable<string> fieldNames)
    {
        operation.DescribeChoice("field", fieldNames);
        operation.DescribeChoice("operator", QueryRules.Operators.Keys, QueryRules.DefaultOperator);
        operation.Describe("limit", new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = QueryRules.MaxLimit.ToString(CultureInfo.InvariantCulture),
            Default = QueryRules.DefaultLimit,
        });
        DescribeLink(operation);
        return Task.CompletedTask;
    }

    private static void DescribeLink(OpenApiOperation operation)
    {
        if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse success)
        {
            success.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Link"] = new OpenApiHeader
                {
                    Description = "<address>; rel=\"next\": the next page. Absent when there are no more records.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            };
        }
    }
}
