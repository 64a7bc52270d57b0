namespace McpIntegration.McpServer.InternalApi;

internal sealed record UserRecord(string Id, string Name, string Email, string Department, DateTimeOffset CreatedAt);
