using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class ProblemTests(InternalApiMockApp app) : IClassFixture<InternalApiMockApp>
{
    private const string Nothing = "There is nothing at this path. /openapi/v1.json lists every path.";

    [Theory]
    [InlineData("/", Nothing)]
    [InlineData("/favicon.ico", Nothing)]
    [InlineData("/openapi/v2.json", Nothing)]
    [InlineData("/api", Nothing)]
    [InlineData("/api/v2/users", Nothing)]
    [InlineData("/api/v1/orders/order-0001", Nothing)]
    [InlineData("/api/v1/users/user-123/orders", Nothing)]
    [InlineData("/api/v1/invoices", "The collections are users, orders, products and tickets.")]
    [InlineData("/api/v1/metrics", "The collections are users, orders, products and tickets.")]
    public async Task An_unknown_path_is_404(string path, string detail)
    {
        using var response = await app.Client.GetAsync(path);

        Assert.Equal(detail, await response.ReadProblemAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("POST", "/api/v1/users")]
    [InlineData("DELETE", "/api/v1/users/user-123")]
    [InlineData("PUT", "/api/v1/metrics/usage")]
    [InlineData("OPTIONS", "/api/v1/orders")]
    [InlineData("BREW", "/api/v1/orders")]
    public async Task Another_verb_than_GET_is_405(string verb, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);

        using var response = await app.Client.SendAsync(request);

        await response.ReadProblemAsync(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_caller_that_accepts_only_pages_gets_a_problem_document_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/somewhere");
        request.Headers.Add("Accept", "text/html");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(Nothing, await response.ReadProblemAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_body_beyond_all_measure_is_413()
    {
        // The server closes the connection before it has read all of it; asking first makes the answer arrive.
        using var request = new HttpRequestMessage(HttpMethod.Put, "/development/faults");
        request.Content = new ByteArrayContent(new byte[31_000_000]);
        request.Headers.ExpectContinue = true;

        using var response = await app.Client.SendAsync(request);

        await response.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/api/v1/users/%00")]
    [InlineData("/api/v1/%FF%FE")]
    [InlineData("/api/v1/users/..%2f..%2fmetrics")]
    [InlineData("/api/v1/users?%00=%00&field=%FF&value=%ED%A0%80")]
    [InlineData("/api/v1/users?field=id&field=id&value=a&value=b")]
    [InlineData("/api/v1/users?&&==&=")]
    [InlineData("/api/v1/metrics/%E2%80%AE?range=%F0%9F%98%80")]
    [InlineData("/%")]
    [InlineData("//")]
    public async Task Garbage_is_never_a_failure_of_the_server(string target)
    {
        var status = await RawStatusAsync(target);

        Assert.InRange(status, 200, 499);
    }

    // Not HttpClient, which tidies addresses up before it sends them.
    private async Task<int> RawStatusAsync(string target)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.BaseAddress.Host, app.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: {app.BaseAddress.Authority}\r\nX-API-Key: {app.ApiKey}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var statusLine = await reader.ReadLineAsync();
        return int.Parse(statusLine?.Split(' ')[1] ?? "", null);
    }
}
