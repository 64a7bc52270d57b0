using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Hostile;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>
/// Replies beyond every buffer on the way, among them text that looks like the event stream around it.
/// </summary>
public sealed class LargeReplyTests : IAsyncLifetime
{
    private const string EventStart = "event: message\ndata: ";
    private const string EventEnd = "\n\n";
    private const int Lines = 200_000;

    private static readonly string Line = $"{EventStart}{{\"result\":{{}}}}{EventEnd}é\U0001F600";

    private readonly McpServerApp _app = new()
    {
        // On a busy machine this test's own client is slower than the server has patience for.
        Settings = { ["Edge:MaxConcurrentRequests"] = "2", ["Edge:RequestTimeout"] = "00:02:00" },
        ConfigureServices = services => services.AddSingleton(McpServerTool.Create(LargeAsync))
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = null),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task As_JSON_it_is_the_very_message_of_the_event_stream_with_its_length()
    {
        using var json = await AskAsync("application/json");
        using var stream = await AskAsync("text/event-stream");

        var (message, events) = (await json.Content.ReadAsStringAsync(), await stream.Content.ReadAsStringAsync());
        Assert.Equal(Encoding.UTF8.GetByteCount(message), json.Content.Headers.ContentLength);
        Assert.True(events == EventStart + message + EventEnd, "The event stream is not the message's frame.");
        Assert.True(TextOf(message) == Text(), "The text is another.");
    }

    [Fact]
    public async Task After_notifications_it_comes_in_the_event_stream_whole()
    {
        using var answer = await AskAsync("application/json, text/event-stream", ""","_meta":{"progressToken":"p"}""");

        var events = (await answer.Content.ReadAsStringAsync()).Split(EventEnd, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, events.Length);
        Assert.All(events, message => Assert.StartsWith(EventStart, message, StringComparison.Ordinal));
        Assert.All(events[..2], message => Assert.Equal(
            "notifications/progress", (string?)JsonNode.Parse(message[EventStart.Length..])?["method"]));
        Assert.True(TextOf(events[2][EventStart.Length..]) == Text(), "The text is another.");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_client_who_reads_slowly_gets_all_of_it_and_keeps_nobody_waiting(string accept)
    {
        using var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        var slow = client.GetStream();
        await slow.WriteAsync(Encoding.Latin1.GetBytes(RawRequest.Post(
            $"Bearer {_app.Issuer.Token("mcp:read")}", headers: $"Accept: {accept}\r\n", body: Call(""))));
        var start = new byte[1_000];
        await slow.ReadExactlyAsync(start);

        using var other = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token("", "bob"));
        var rest = new MemoryStream();
        await slow.CopyToAsync(rest);

        var head = Encoding.UTF8.GetString(start);
        var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(head.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4 + length, start.Length + rest.Length);
    }

    [Fact]
    public async Task A_client_who_does_not_read_at_all_loses_its_place()
    {
        _app.Settings["Edge:RequestTimeout"] = "00:00:03";
        _app.Settings["Edge:MaxConcurrentRequests"] = "1";
        _app.Settings["Edge:MaxQueuedRequests"] = "0";

        // The first request of a server may take as long as this one has.
        using var first = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token("", "bob"));
        using var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(IPAddress.Loopback, _app.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(
            RawRequest.Post($"Bearer {_app.Issuer.Token("mcp:read")}", body: Call(""))));
        await client.GetStream().ReadExactlyAsync(new byte[100]);

        await Eventually.TrueAsync("another client is served", async () =>
        {
            using var other = await _app.PostAsync(McpMessages.Ping, _app.Issuer.Token("", "bob"));
            return other.StatusCode == HttpStatusCode.OK;
        });
    }

    [McpServerTool(Name = "large")]
    [RequiresScope("mcp:read")]
    private static async Task<string> LargeAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is { } token)
        {
            foreach (var progress in new[] { 1, 2 })
            {
                await call.Server.NotifyProgressAsync(
                    token, new() { Progress = progress }, cancellationToken: cancellationToken);
            }
        }

        return Text();
    }

    private static string? TextOf(string message) =>
        (string?)JsonNode.Parse(message)?["result"]?["content"]?[0]?["text"];

    private static string Text() => string.Concat(Enumerable.Repeat(Line, Lines));

    private static string Call(string members) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"large"{{{members}}}}}""";

    private Task<HttpResponseMessage> AskAsync(string accept, string members = "") =>
        _app.PostAsync(Call(members), _app.Issuer.Token("mcp:read"), request =>
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd(accept);
        });
}
