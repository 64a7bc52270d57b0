using System.Globalization;

namespace McpIntegration.InternalApiMock.Data;

internal static class ProductSeed
{
    private static readonly (string Category, string Kind, decimal Price)[] Kinds =
    [
        ("seating", "Task Chair", 249), ("seating", "Stool", 89), ("seating", "Lounge Chair", 399),
        ("seating", "Bench", 179), ("seating", "Visitor Chair", 119),
        ("desks", "Standing Desk", 549), ("desks", "Corner Desk", 429), ("desks", "Meeting Table", 699),
        ("desks", "Side Table", 99), ("desks", "Bar Table", 199),
        ("lighting", "Desk Lamp", 59), ("lighting", "Floor Lamp", 139), ("lighting", "Pendant Lamp", 109),
        ("lighting", "Light Panel", 219), ("lighting", "Clip Lamp", 29),
        ("storage", "Bookcase", 189), ("storage", "Locker", 159), ("storage", "Drawer Unit", 129),
        ("storage", "Wall Shelf", 49), ("storage", "Filing Cabinet", 239),
        ("audio", "Headset", 119), ("audio", "Speakerphone", 149), ("audio", "Table Microphone", 99),
        ("audio", "Loudspeaker", 199), ("audio", "Sound Panel", 79),
        ("accessories", "Monitor Arm", 89), ("accessories", "Keyboard Tray", 45), ("accessories", "Cable Duct", 19),
        ("accessories", "Footrest", 39), ("accessories", "Desk Mat", 25),
    ];

    private static readonly (string Name, decimal Factor)[] Lines =
        [("Basic", 0.7m), ("Classic", 1m), ("Studio", 1.4m), ("Pro", 1.9m)];

    private static readonly DateTimeOffset Start = new(2022, 2, 1, 9, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Product> Generate()
    {
        var numbers = new SeededNumbers(seed: 2);
        var every = Lines.SelectMany(line => Kinds.Select(kind => (line, kind)));
        return [.. every.Select((product, index) => new Product(
            string.Create(CultureInfo.InvariantCulture, $"product-{index + 1:000}"),
            $"{product.line.Name} {product.kind.Kind}",
            product.kind.Category,
            decimal.Truncate(product.kind.Price * product.line.Factor) + 0.95m,
            numbers.Below(8) == 0 ? 0 : numbers.Below(400),
            numbers.TimeIn(Start, TimeSpan.FromDays(5.5), index)))];
    }
}
