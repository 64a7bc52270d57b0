namespace McpIntegration.InternalApiMock.Metrics;

internal static class MetricNames
{
    public static readonly IReadOnlyDictionary<string, MetricType> Types = new Dictionary<string, MetricType>
    {
        ["usage"] = MetricType.Usage,
        ["performance"] = MetricType.Performance,
        ["health"] = MetricType.Health,
    };

    public static string Of(MetricType type) => Types.First(named => named.Value == type).Key;
}
