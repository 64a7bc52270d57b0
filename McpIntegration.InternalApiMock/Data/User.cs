using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Data;

internal sealed record User(
    string Id,
    string Name,
    string Email,
    [property: Description("engineering, sales, marketing, finance, support or people")] string Department,
    string Title,
    DateTimeOffset CreatedAt) : IRecord;
