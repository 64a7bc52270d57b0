using System.ComponentModel;

namespace McpIntegration.McpServer.Tools;

internal sealed record UserProfile(
    string Id,
    string Name,
    string Department,
    DateTimeOffset CreatedAt,
    [property: Description("Only for one's own record, or with the role mcp-directory.")]
    string? Email = null);
