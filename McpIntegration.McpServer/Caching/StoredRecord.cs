using System.Text.Json.Serialization;

namespace McpIntegration.McpServer.Caching;

/// <summary>
/// A record as both cache levels hold it. The times stand in it because the cache itself does not say whether a value
/// is stale.
/// </summary>
internal sealed record StoredRecord<T>(T Value, DateTimeOffset StoredAt, DateTimeOffset FreshUntil)
{
    [JsonIgnore]
    public RecordForm Form { get; } = new();
}
