using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using McpIntegration.InternalApiMock.Data;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class PagingTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    private readonly CompanyData _data = new();

    [Theory]
    [InlineData("limit=100", 24)]
    [InlineData("limit=97", 25)]
    public async Task Following_the_links_gives_every_record_once(string query, int pages)
    {
        var answers = await ReadAllAsync(new Uri(app.BaseAddress, $"/api/v1/orders?{query}"));

        Assert.Equal(pages, answers.Count);
        Assert.Equal(_data.Orders, answers.SelectMany(orders => orders));
    }

    [Fact]
    public async Task The_next_page_has_the_same_filter()
    {
        var answers = await ReadAllAsync(
            new Uri(app.BaseAddress, "/api/v1/orders?field=status&operator=prefix&value=CANC&limit=20"));

        Assert.Equal(_data.Orders.Where(order => order.Status == "cancelled"), answers.SelectMany(orders => orders));
    }

    [Fact]
    public async Task The_link_is_the_absolute_address_of_the_host_that_was_asked()
    {
        const string query = "field=name&operator=greater&value=A%26%3C%3E%20%C3%A9&limit=1";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/users?other=1&{query}");
        request.Headers.Host = "api.example.com:8443";

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(
            $"<http://api.example.com:8443/api/v1/users?{query}&cursor=YWZ0ZXI6dXNlci0wMDE>; rel=\"next\"",
            Assert.Single(response.Headers.GetValues("Link")));
    }

    [Theory]
    [InlineData("/api/v1/users/user-123")]
    [InlineData("/api/v1/users?field=department&value=legal")]
    [InlineData("/api/v1/orders?field=id&operator=greater&value=order-2390")]
    public async Task There_is_no_link_when_there_is_no_more(string path)
    {
        using var response = await app.Client.GetAsync(path);

        Assert.False(response.Headers.Contains("Link"));
    }

    [Fact]
    public async Task A_caller_that_names_no_host_gets_a_relative_link()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.BaseAddress.Host, app.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/users?limit=1 HTTP/1.0\r\nX-API-Key: {app.ApiKey}\r\n\r\n"));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync();

        Assert.Contains(
            "\r\nLink: </api/v1/users?limit=1&cursor=YWZ0ZXI6dXNlci0wMDE>; rel=\"next\"\r\n",
            answer,
            StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Order[]>> ReadAllAsync(Uri first)
    {
        var answers = new List<Order[]>();
        for (var next = first; next is not null;)
        {
            using var response = await app.Client.GetAsync(next);
            answers.Add(await response.Content.ReadFromJsonAsync<Order[]>() ?? []);
            next = response.Headers.TryGetValues("Link", out var links) ? ReadNext(links.Single()) : null;
        }

        return answers;
    }

    // <http://127.0.0.1:1234/api/v1/orders?limit=100&cursor=YWZ0ZXI6>; rel="next"
    private static Uri ReadNext(string link)
    {
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        return new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)], UriKind.Absolute);
    }
}
