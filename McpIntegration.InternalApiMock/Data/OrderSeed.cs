using System.Globalization;

namespace McpIntegration.InternalApiMock.Data;

internal static class OrderSeed
{
    private const int Count = 2400;

    private static readonly string[] OldStatuses = [.. Enumerable.Repeat("delivered", 11), "cancelled"];
    private static readonly string[] RecentStatuses =
        ["pending", "paid", "paid", "shipped", "shipped", "delivered", "cancelled"];
    private static readonly int[] Quantities = [1, 1, 1, 1, 2, 2, 3, 4, 5, 8, 12, 20];

    // After the last user and the last product, so that no order is older than what it refers to.
    private static readonly DateTimeOffset Start = new(2024, 1, 8, 7, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Order> Generate(IReadOnlyList<User> users, IReadOnlyList<Product> products)
    {
        var numbers = new SeededNumbers(seed: 3);
        return [.. Enumerable.Range(0, Count).Select(index => Create(numbers, index, numbers.Pick(users), numbers.Pick(products)))];
    }

    private static Order Create(SeededNumbers numbers, int index, User user, Product product)
    {
        var quantity = numbers.Pick(Quantities);
        return new Order(
            string.Create(CultureInfo.InvariantCulture, $"order-{index + 1:0000}"),
            user.Id,
            product.Id,
            quantity,
            product.Price * quantity,
            numbers.Pick(index < Count - 300 ? OldStatuses : RecentStatuses),
            numbers.TimeIn(Start, TimeSpan.FromHours(9), index));
    }
}
