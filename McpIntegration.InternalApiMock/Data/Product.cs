using System.ComponentModel;

namespace McpIntegration.InternalApiMock.Data;

internal sealed record Product(
    string Id,
    string Name,
    [property: Description("seating, desks, lighting, storage, audio or accessories")] string Category,
    decimal Price,
    [property: Description("Pieces in the warehouse.")] int Stock,
    DateTimeOffset CreatedAt) : IRecord;
