namespace McpIntegration.McpServer.Caching;

/// <summary>What a replica knows of a scope's epoch, and since when.</summary>
internal sealed record KnownEpoch(EpochMarker Marker, long ReadAt, EpochOrigin Origin);
