using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Data;

internal sealed record Ticket(
    string Id,
    string Subject,
    [property: Description("open, pending, resolved or closed")] string Status,
    [property: Description("low, normal, high or urgent")] string Priority,
    [property: Description("The user who wrote the ticket.")] string ReporterId,
    [property: Description("The user of the support or engineering department who works on it.")] string AssigneeId,
    DateTimeOffset CreatedAt) : IRecord;
