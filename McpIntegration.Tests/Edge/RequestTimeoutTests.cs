using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.RateLimiting;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.Edge;

public sealed class RequestTimeoutTests : IAsyncLifetime
{
    private const string Arguments = """{"collection":"users"}""";

    private readonly McpServerApp _app = new()
    {
        Settings =
        {
            ["Edge:RequestTimeout"] = "00:00:00.6",
            ["Edge:MaxConcurrentRequests"] = "1",

            // A look-up that went on would hold everybody up for a minute.
            ["InternalApi:AttemptTimeout"] = "00:01:00",
            ["InternalApi:TotalTimeout"] = "00:02:00",
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("application/json, text/event-stream")]
    [InlineData("text/event-stream")]
    public async Task A_call_that_takes_too_long_is_told_to_come_back_and_what_nobody_waits_for_is_not_looked_up_any_more(string accept)
    {
        var token = _app.Issuer.Token("mcp:query", "alice");
        _app.Api.SetFault("delay=60000;times=1");

        using var late = await CallAsync(token, accept);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (late.StatusCode, late.Header("Retry-After")));
        JsonAssert.Equal(
            """{"jsonrpc":"2.0","id":null,"error":{"code":-32011,"message":"The request took too long and was given up. Try again in 5 seconds, or ask for less."} }""",
            await late.ReadJsonAsync());
        await Eventually.TrueAsync("the internal API is asked anew and answers in time", async () =>
        {
            using var next = await CallAsync(token, "application/json");
            return next.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Waiting_for_its_turn_counts_as_well()
    {
        using var turn = _app.Services.GetRequiredService<ConcurrencyLimiter>().AttemptAcquire();

        using var answer = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token("", "alice"));

        Assert.Equal(
            (true, HttpStatusCode.ServiceUnavailable, "5"),
            (turn.IsAcquired, answer.StatusCode, answer.Header("Retry-After")));
    }

    [Fact]
    public async Task Headers_that_do_not_come_are_not_waited_for()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        await client.GetStream().WriteAsync("POST /mcp HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 408 ", await ReadToEndAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_too_many_is_closed()
    {
        _app.Settings["Edge:MaxConnections"] = "1";
        using var first = await _app.PostAsync(McpMessages.Ping, null);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);

        Assert.Equal(("", HttpStatusCode.Unauthorized), (await ReadToEndAsync(client), first.StatusCode));
    }

    private Task<HttpResponseMessage> CallAsync(string token, string accept) => _app.PostAsync(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_data","arguments":{{{Arguments}}}}}""",
        token,
        request =>
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd(accept);
        });

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        try
        {
            return await reader.ReadToEndAsync(patience.Token);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
