namespace McpIntegration.InternalApiMock.Query;

internal static class QueryRules
{
    public const int DefaultLimit = 10;
    public const string DefaultOperator = "equals";
    public const int MaxLimit = 100;

    public static readonly IReadOnlyDictionary<string, FilterOperator> Operators =
        new Dictionary<string, FilterOperator>
        {
            [DefaultOperator] = FilterOperator.Equals,
            ["prefix"] = FilterOperator.Prefix,
            ["greater"] = FilterOperator.Greater,
            ["less"] = FilterOperator.Less,
        };
}
