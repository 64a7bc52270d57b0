using McpIntegration.InternalApiMock.Data;

namespace McpIntegration.InternalApiMock.Query;

internal static class CompanyCollections
{
    public static Collection<User> Users(CompanyData data) => new("users", data.Users,
    [
        new TextField<User>("id", user => user.Id),
        new TextField<User>("name", user => user.Name),
        new TextField<User>("email", user => user.Email),
        new TextField<User>("department", user => user.Department),
        new TextField<User>("title", user => user.Title),
        new TimeField<User>("createdAt", user => user.CreatedAt),
    ]);

    public static Collection<Product> Products(CompanyData data) => new("products", data.Products,
    [
        new TextField<Product>("id", product => product.Id),
        new TextField<Product>("name", product => product.Name),
        new TextField<Product>("category", product => product.Category),
        new NumberField<Product>("price", product => product.Price),
        new NumberField<Product>("stock", product => product.Stock),
        new TimeField<Product>("createdAt", product => product.CreatedAt),
    ]);

    public static Collection<Order> Orders(CompanyData data) => new("orders", data.Orders,
    [
        new TextField<Order>("id", order => order.Id),
        new TextField<Order>("userId", order => order.UserId),
        new TextField<Order>("productId", order => order.ProductId),
        new NumberField<Order>("quantity", order => order.Quantity),
        new NumberField<Order>("total", order => order.Total),
        new TextField<Order>("status", order => order.Status),
        new TimeField<Order>("createdAt", order => order.CreatedAt),
    ]);

    public static Collection<Ticket> Tickets(CompanyData data) => new("tickets", data.Tickets,
    [
        new TextField<Ticket>("id", ticket => ticket.Id),
        new TextField<Ticket>("subject", ticket => ticket.Subject),
        new TextField<Ticket>("status", ticket => ticket.Status),
        new TextField<Ticket>("priority", ticket => ticket.Priority),
        new TextField<Ticket>("reporterId", ticket => ticket.ReporterId),
        new TextField<Ticket>("assigneeId", ticket => ticket.AssigneeId),
        new TimeField<Ticket>("createdAt", ticket => ticket.CreatedAt),
    ]);
}
