namespace McpIntegration.InternalApiMock.Metrics;

internal sealed record MetricRange(string Name, TimeSpan Length, TimeSpan Step)
{
    public static readonly MetricRange Day = new("24h", TimeSpan.FromHours(24), TimeSpan.FromMinutes(15));

    /// <summary>60 to 168 points each.</summary>
    public static readonly IReadOnlyList<MetricRange> Every =
    [
        new("1h", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        Day,
        new("7d", TimeSpan.FromDays(7), TimeSpan.FromHours(1)),
        new("30d", TimeSpan.FromDays(30), TimeSpan.FromHours(6)),
    ];
}
