using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Hostile;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>Requests that share a connection, or lose it.</summary>
public sealed partial class ConnectionTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const int Aborted = 200;

    private static readonly string[] Bodies =
    [
        """{"jsonrpc":"2.0","id":ID,"method":"ping"}""",
        """{"jsonrpc":"2.0","id":ID,"method":"nothing"}""",
        """{"jsonrpc":"2.0","id":ID,"method":"ping","params":[]}""",
        """{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"query_data","name":"get_metrics"}}""",
        """{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"get_metrics","arguments":{"metricType":"x"}}}""",
        """{"jsonrpc":"2.0","id":ID,"method":"initialize","params":{}}""",
        """{"jsonrpc":"2.0","id":ID,"method":"tools/list"}""",
    ];

    private string Token => server.App.Issuer.Token(McpServerApp.AllScopes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pipelined_requests_are_answered_each_with_its_id_in_their_order(int seed)
    {
        var random = new Random(seed);
        var token = Token;
        var requests = new StringBuilder();
        for (var id = 1; id <= 100; id++)
        {
            var body = random.GetItems(Bodies, 1)[0].Replace("ID", $"{id}", StringComparison.Ordinal);
            requests.Append(Write(token, body, isLast: id == 100));
        }

        var answer = await RawConnection.SendAsync(server.App.BaseAddress.Port, requests.ToString());

        Assert.Equal(
            Enumerable.Range(1, 100),
            Id().Matches(answer.Text).Select(
                match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(100, answer.Statuses.Count());
        Assert.DoesNotContain("HTTP/1.1 5", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Requests_that_break_off_anywhere_do_nothing_and_hold_nothing_up(int seed)
    {
        var random = new Random(seed);
        var request = Encoding.ASCII.GetBytes(Write(Token, RawRequest.QueryData, isLast: false));
        var before = server.App.Api.ReceivedRequests.Count;
        for (var i = 0; i < Aborted; i++)
        {
            using var client = new TcpClient { LingerState = new(enable: random.Next(2) == 0, seconds: 0) };
            await client.ConnectAsync(IPAddress.Loopback, server.App.BaseAddress.Port);
            await client.GetStream().WriteAsync(request.AsMemory(0, random.Next(request.Length)));
        }

        using var next = await server.App.PostAsync(McpMessages.Ping, Token);

        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(before, server.App.Api.ReceivedRequests.Count);
    }

    private static string Write(string token, string body, bool isLast) =>
        $"POST /mcp HTTP/1.1\r\nHost: localhost:3000\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n" +
        $"{(isLast ? "Connection: close\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}";

    [GeneratedRegex("\"id\":(\\d+)[,}]")]
    private static partial Regex Id();
}
