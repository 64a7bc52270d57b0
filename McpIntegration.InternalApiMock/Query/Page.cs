namespace McpIntegration.InternalApiMock.Query;

/// <summary>Without a next cursor there are no more records.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Records, string? NextCursor);
