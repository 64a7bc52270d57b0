namespace McpIntegration.InternalApiMock.Metrics;

internal enum MetricType
{
    /// <summary>Requests per minute.</summary>
    Usage,

    /// <summary>Median time to answer, in milliseconds.</summary>
    Performance,

    /// <summary>Successful probes, in percent.</summary>
    Health,
}
