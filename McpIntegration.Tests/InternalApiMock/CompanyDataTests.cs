using System.Globalization;
using McpIntegration.InternalApiMock.Data;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class CompanyDataTests
{
    private readonly CompanyData _data = new();

    [Fact]
    public void Has_the_agreed_number_of_records_numbered_without_gaps()
    {
        Assert.Equal(
            Enumerable.Range(1, 250).Select(number => $"user-{number:000}"), _data.Users.Select(user => user.Id));
        Assert.Equal(
            Enumerable.Range(1, 2400).Select(number => $"order-{number:0000}"), _data.Orders.Select(order => order.Id));
        Assert.Equal(
            Enumerable.Range(1, 120).Select(number => $"product-{number:000}"),
            _data.Products.Select(product => product.Id));
        Assert.Equal(
            Enumerable.Range(1, 400).Select(number => $"ticket-{number:0000}"),
            _data.Tickets.Select(ticket => ticket.Id));
    }

    // The last record of each collection depends on every number drawn before it.
    [Fact]
    public void Is_the_same_at_every_start_on_every_machine()
    {
        Assert.Equal(
            new User(
                "user-250",
                "Lena Reyes",
                "lena.reyes@example.com",
                "people",
                "Payroll Specialist",
                At("2023-12-03T03:03Z")),
            _data.Users[^1]);
        Assert.Equal(
            new Product("product-120", "Pro Desk Mat", "accessories", 47.95m, Stock: 194, At("2023-11-18T19:03Z")), _data.Products[^1]);
        Assert.Equal(
            new Order(
                "order-2400",
                "user-010",
                "product-116",
                Quantity: 20,
                Total: 3399.00m,
                "pending",
                At("2026-06-26T02:31Z")),
            _data.Orders[^1]);
        Assert.Equal(
            new Ticket(
                "ticket-0400", "Request access to the sales dashboard", "open", "low", "user-208", "user-198", At("2026-06-26T03:12Z")),
            _data.Tickets[^1]);
    }

    [Fact]
    public void Knows_the_people_of_the_demonstrations()
    {
        var people = new[] { _data.FindUser("user-123"), _data.FindUser("user-124") };

        Assert.Equal(
            [("Alice Anders", "alice@example.com", "engineering"), ("Bob Berg", "bob@example.com", "engineering")],
            people.Select(person => (person?.Name, person?.Email, person?.Department)));
    }

    [Fact]
    public void No_two_users_share_an_address_at_example_com()
    {
        var addresses = _data.Users.Select(user => user.Email).ToList();

        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.Matches("^[a-z.]+@example\\.com$", address));
    }

    [Fact]
    public void Every_order_is_by_a_user_for_a_product_at_its_price_and_younger_than_both()
    {
        var users = _data.Users.ToDictionary(user => user.Id);
        var products = _data.Products.ToDictionary(product => product.Id);

        Assert.All(_data.Orders, order =>
        {
            Assert.Equal(products[order.ProductId].Price * order.Quantity, order.Total);
            Assert.True(order.CreatedAt > users[order.UserId].CreatedAt);
            Assert.True(order.CreatedAt > products[order.ProductId].CreatedAt);
        });
    }

    [Fact]
    public void Every_ticket_is_by_a_user_and_worked_on_by_support_or_engineering()
    {
        var users = _data.Users.ToDictionary(user => user.Id);

        Assert.All(_data.Tickets, ticket =>
        {
            Assert.True(ticket.CreatedAt > users[ticket.ReporterId].CreatedAt);
            Assert.Contains(users[ticket.AssigneeId].Department, (string[])["support", "engineering"]);
        });
    }

    [Fact]
    public void Uses_every_department_category_status_and_priority()
    {
        Assert.Equal(
            ["engineering", "finance", "marketing", "people", "sales", "support"], Distinct(
                _data.Users.Select(user => user.Department)));
        Assert.Equal(
            ["accessories", "audio", "desks", "lighting", "seating", "storage"],
            Distinct(_data.Products.Select(product => product.Category)));
        Assert.Equal(
            ["cancelled", "delivered", "paid", "pending", "shipped"],
            Distinct(_data.Orders.Select(order => order.Status)));
        Assert.Equal(
            ["closed", "open", "pending", "resolved"], Distinct(_data.Tickets.Select(ticket => ticket.Status)));
        Assert.Equal(["high", "low", "normal", "urgent"], Distinct(_data.Tickets.Select(ticket => ticket.Priority)));
    }

    [Fact]
    public void Lies_between_2022_and_the_summer_of_2026()
    {
        var times = _data.Users.Select(user => user.CreatedAt)
            .Concat(_data.Products.Select(product => product.CreatedAt))
            .Concat(_data.Orders.Select(order => order.CreatedAt))
            .Concat(_data.Tickets.Select(ticket => ticket.CreatedAt));

        Assert.All(times, time => Assert.InRange(time, At("2022-01-01T00:00Z"), At("2026-07-01T00:00Z")));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Distinct(IEnumerable<string> values) =>
        values.Distinct().Order(StringComparer.Ordinal);
}
