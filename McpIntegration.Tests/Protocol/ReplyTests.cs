using System.Net;
using System.Text.RegularExpressions;
using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>The SDK writes event streams only. These pin what of it the server's own reply relies on.</summary>
public sealed partial class ReplyTests : IAsyncLifetime
{
    private const string Call =
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":"p"}}}""";
    private const string Progress =
        """{"method":"notifications/progress","params":{"progressToken":"p","progress":1,"total":2},"jsonrpc":"2.0"}""";
    private const string Result =
        """{"result":{"content":[{"type":"text","text":"done\nat last"}]},"id":1,"jsonrpc":"2.0"}""";

    private readonly McpServerApp _app = new()
    {
        ConfigureServices = services => services.AddSingleton(McpServerTool.Create(StepsAsync)),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_caller_who_excludes_JSON_reads_the_event_stream_byte_for_byte()
    {
        using var answer = await AskAsync(McpMessages.Ping, "text/event-stream");

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(
            "event: message\ndata: {\"result\":{},\"id\":1,\"jsonrpc\":\"2.0\"}\n\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/json, text/event-stream")]
    [InlineData("text/event-stream")]
    [InlineData("*/*")]
    public async Task A_notification_before_the_reply_makes_it_an_event_stream(string accept)
    {
        using var answer = await AskAsync(Call, accept);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Header("Content-Type")));
        var body = TraceContext().Replace(await answer.Content.ReadAsStringAsync(), "");
        Assert.Equal($"event: message\ndata: {Progress}\n\nevent: message\ndata: {Result}\n\n", body);
    }

    [Fact]
    public async Task A_caller_who_accepts_only_JSON_is_spared_the_notifications()
    {
        using var answer = await AskAsync(Call, "application/json");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Header("Content-Type")));
        Assert.Equal(Result, await answer.Content.ReadAsStringAsync());
    }

    [McpServerTool(Name = "steps")]
    [RequiresScope("mcp:read")]
    private static async Task<string> StepsAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is { } token)
        {
            await call.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = 1, Total = 2 }, cancellationToken: cancellationToken);
        }

        return "done\nat last";
    }

    [GeneratedRegex(""",?"_meta":\{"traceparent":"[^"]*"\}""")]
    private static partial Regex TraceContext();

    private Task<HttpResponseMessage> AskAsync(string body, string accept) =>
        _app.PostAsync(body, _app.Issuer.Token("mcp:read"), request =>
    {
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd(accept);
    });
}
