namespace McpIntegration.McpServer.Caching;

/// <param name="Value">Shared by all who ask for it: never changed.</param>
/// <param name="Status">Where it came from.</param>
/// <param name="Age">Since the internal API gave it.</param>
internal readonly record struct CachedRecord<T>(T Value, CacheStatus Status, TimeSpan Age)
{
    /// <summary>When the internal API gave it: the same for all who are given this record.</summary>
    public DateTimeOffset StoredAt { get; init; }

    /// <summary>What has been made of the value for every call.</summary>
    public RecordForm Form { get; init; } = new();

    /// <summary>The status as clients read it.</summary>
    public string StatusText => Status switch
    {
        CacheStatus.Hit => "HIT",
        CacheStatus.Miss => "MISS",
        _ => "STALE",
    };
}
