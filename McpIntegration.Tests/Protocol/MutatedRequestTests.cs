using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed partial class MutatedRequestTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const int Count = 1_500;
    private const string Symbols = "{}[]\",:\\0aueE-. ";

    private static readonly string[] Requests =
    [
        McpMessages.Initialize("2025-11-25"),
        McpMessages.ListTools,
        """{"jsonrpc":"2.0","id":"\ud83d\ude00a","method":"tools/call","params":{"name":"query_data","arguments":{"collection":"users","filters":{"limit":3}}}}""",
        """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"x"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"debug"}}""",
    ];

    private static readonly string[] Values =
        ["null", "{}", "[]", "5", "-1e999", "true", "\"\"", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "[[[[]]]]", "\"2026-07-28\"", "\"initialize\"", "\"tools/call\""];

    private static readonly string[] Names = ["query_data", "", "=?base64?eA==?=", "=?base64?!?="];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task None_ends_in_an_error_of_the_server(int seed)
    {
        var random = new Random(seed);
        var (token, faults) = (server.App.Issuer.Token("mcp:query", $"mutates with seed {seed}"), new List<string>());
        for (var sent = 0; sent < Count; sent++)
        {
            var request = random.GetItems(Requests, 1)[0];
            var body = sent % 2 == 0 ? WithAnotherValue(request, random) : WithOtherBytes(request, random);
            using var answer = await AskAsync(body, token, sent % 3 == 0 ? random.GetItems(Names, 1)[0] : null);
            if ((int)answer.StatusCode >= 500)
            {
                faults.Add($"{(int)answer.StatusCode}: {Encoding.Latin1.GetString(body)}");
            }
        }

        Assert.Empty(faults);
    }

    private static byte[] WithAnotherValue(string request, Random random)
    {
        var places = Value().Matches(request);
        var place = places[random.Next(places.Count)];
        return Encoding.UTF8.GetBytes(request[..place.Index] + random.GetItems(Values, 1)[0] + request[(place.Index + place.Length)..]);
    }

    private static byte[] WithOtherBytes(string request, Random random)
    {
        var body = Encoding.UTF8.GetBytes(request);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            body[random.Next(body.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : Symbols[random.Next(Symbols.Length)]);
        }

        return body;
    }

    private Task<HttpResponseMessage> AskAsync(byte[] body, string token, string? newestName) => server.App.PostAsync("", token, request =>
    {
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (newestName is not null)
        {
            request.Headers.Add("MCP-Protocol-Version", McpMessages.Newest);
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", newestName);
        }
    });

    [GeneratedRegex("""(?<=:)("[^"]*"|\d+|\{\})""")]
    private static partial Regex Value();
}
