using System.Net.Http.Json;
using System.Text.Json.Nodes;
using McpIntegration.InternalApiMock.Data;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class QueryTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    private readonly CompanyData _data = new();

    [Fact]
    public async Task Answers_the_first_ten_records_by_id_without_parameters()
    {
        var orders = await app.Client.GetFromJsonAsync<Order[]>("/api/v1/orders");

        Assert.Equal(_data.Orders.Take(10), orders);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("orders")]
    [InlineData("products")]
    [InlineData("tickets")]
    public async Task Answers_a_bare_array_for_each_collection(string collection)
    {
        var records = await app.Client.GetFromJsonAsync<JsonArray>($"/api/v1/{collection}?limit=3");

        Assert.Equal(3, records?.Count);
    }

    [Fact]
    public async Task Compares_text_for_equality_without_regard_to_case()
    {
        var users = await app.Client.GetFromJsonAsync<User[]>("/api/v1/users?field=name&value=aLICE%20anders");

        Assert.Equal(_data.Users.Where(user => user.Id == "user-123"), users);
    }

    [Fact]
    public async Task Compares_prefixes_without_regard_to_case()
    {
        var products = await app.Client.GetFromJsonAsync<Product[]>(
            "/api/v1/products?field=name&operator=prefix&value=STUDIO%20d");

        string[] names = ["Studio Desk Lamp", "Studio Drawer Unit", "Studio Desk Mat"];
        Assert.Equal(_data.Products.Where(product => names.Contains(product.Name)), products);
    }

    [Theory]
    [InlineData("greater", "order-2397", new[] { "order-2398", "order-2399", "order-2400" })]
    [InlineData("less", "order-0003", new[] { "order-0001", "order-0002" })]
    [InlineData("less", "ORDER-0003", new string[0])]
    public async Task Orders_text_ordinally(string comparison, string value, string[] ids)
    {
        var orders =
            await app.Client.GetFromJsonAsync<Order[]>($"/api/v1/orders?field=id&operator={comparison}&value={value}");

        Assert.Equal(ids, orders?.Select(order => order.Id));
    }

    [Theory]
    [InlineData("equals", "20")]
    [InlineData("equals", "20.0")]
    [InlineData("greater", "12")]
    [InlineData("greater", "12.5")]
    public async Task Compares_numbers_as_numbers(string comparison, string value)
    {
        var orders = await app.Client.GetFromJsonAsync<Order[]>(
            $"/api/v1/orders?field=quantity&operator={comparison}&value={value}&limit=100");

        Assert.Equal(_data.Orders.Where(order => order.Quantity == 20).Take(100), orders);
    }

    [Fact]
    public async Task Finds_numbers_below_a_bound()
    {
        var products = await app.Client.GetFromJsonAsync<Product[]>(
            "/api/v1/products?field=price&operator=less&value=30&limit=100");

        Assert.Equal(_data.Products.Where(product => product.Price < 30), products);
    }

    [Theory]
    [InlineData("2022-12-13T08:43:00Z")]
    [InlineData("2022-12-13T08:43Z")]
    [InlineData("2022-12-13T10:43:00%2B02:00")]
    [InlineData("2022-12-13T08:43:00.000")]
    public async Task Compares_times_as_instants(string value)
    {
        var users = await app.Client.GetFromJsonAsync<User[]>($"/api/v1/users?field=createdAt&value={value}");

        Assert.Equal(_data.Users.Where(user => user.Id == "user-123"), users);
    }

    [Fact]
    public async Task Takes_a_date_for_its_first_instant()
    {
        var tickets = await app.Client.GetFromJsonAsync<Ticket[]>(
            "/api/v1/tickets?field=createdAt&operator=less&value=2024-02-01&limit=100");

        var bound = new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(_data.Tickets.Where(ticket => ticket.CreatedAt < bound), tickets);
    }

    [Fact]
    public async Task Answers_an_empty_array_when_nothing_matches()
    {
        var body = await app.Client.GetStringAsync("/api/v1/users?field=department&value=legal");

        Assert.Equal("[]", body);
    }
}
