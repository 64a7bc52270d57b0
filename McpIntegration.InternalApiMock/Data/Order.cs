using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Data;

internal sealed record Order(
    string Id,
    string UserId,
    string ProductId,
    int Quantity,
    [property: Description("The product's price times the quantity.")] decimal Total,
    [property: Description("pending, paid, shipped, delivered or cancelled")] string Status,
    DateTimeOffset CreatedAt) : IRecord;
