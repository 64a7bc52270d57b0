namespace McpIntegration.InternalApiMock.Data;

/// <summary>What the company knows: invented, related, and the same at every start.</summary>
internal sealed class CompanyData
{
    private readonly Dictionary<string, User> _usersById;

    public CompanyData()
    {
        Users = UserSeed.Generate();
        Products = ProductSeed.Generate();
        Orders = OrderSeed.Generate(Users, Products);
        Tickets = TicketSeed.Generate(Users);
        _usersById = Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<User> Users { get; }

    public IReadOnlyList<Product> Products { get; }

    public IReadOnlyList<Order> Orders { get; }

    public IReadOnlyList<Ticket> Tickets { get; }

    public User? FindUser(string id) => _usersById.GetValueOrDefault(id);
}
