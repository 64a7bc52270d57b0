using System.Globalization;

namespace McpIntegration.InternalApiMock.Data;

internal static class TicketSeed
{
    private const int Count = 400;

    private static readonly string[] Subjects =
    [
        "Cannot sign in after changing the password", "VPN drops every few minutes", "Invoice shows the wrong amount",
        "Delivery arrived damaged", "Order is missing one item", "Refund has not arrived", "Report export stops at 90 percent",
        "Request access to the sales dashboard", "New laptop for a starter next Monday", "Printer on the second floor is offline",
        "Search returns outdated stock", "Customer was charged twice", "Calendar invitations arrive twice",
        "Meeting room screen stays black", "Change of delivery address", "Page loads slowly in the morning",
        "Certificate of the staging site expires soon", "Add a cost centre to the expense form", "Warranty question about a standing desk",
        "Phone number in the directory is wrong",
    ];

    private static readonly string[] OldStatuses = ["closed", "closed", "closed", "resolved"];
    private static readonly string[] RecentStatuses = ["open", "open", "pending", "resolved", "closed"];
    private static readonly string[] Priorities =
        ["low", "low", "normal", "normal", "normal", "normal", "high", "high", "urgent"];

    private static readonly DateTimeOffset Start = new(2024, 1, 8, 7, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Ticket> Generate(IReadOnlyList<User> users)
    {
        var numbers = new SeededNumbers(seed: 4);
        var assignees = users.Where(user => user.Department is "support" or "engineering").ToList();
        return [.. Enumerable.Range(0, Count).Select(index => new Ticket(
            string.Create(CultureInfo.InvariantCulture, $"ticket-{index + 1:0000}"),
            numbers.Pick(Subjects),
            numbers.Pick(index < Count - 100 ? OldStatuses : RecentStatuses),
            numbers.Pick(Priorities),
            numbers.Pick(users).Id,
            numbers.Pick(assignees).Id,
            numbers.TimeIn(Start, TimeSpan.FromHours(54), index)))];
    }
}
