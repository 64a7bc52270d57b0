using McpIntegration.McpServer.Authorization;
using McpIntegration.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit;

namespace McpIntegration.Tests.Protocol;

/// <summary>A client that goes away while its tool runs, before and after the first bytes of the reply.</summary>
public sealed class DisconnectTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly McpServerApp _app;

    public DisconnectTests() => _app = new McpServerApp
    {
        ConfigureServices = services => services.AddSingleton(McpServerTool.Create(WaitAsync)),
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(false, "")]
    [InlineData(false, ",\"progressToken\":1")]
    [InlineData(true, "")]
    [InlineData(true, ",\"progressToken\":1")]
    public async Task Cancels_the_tool_and_nobody_else_notices(bool isNewest, string meta)
    {
        using var client = new CancellationTokenSource();
        var token = _app.Issuer.Token("mcp:read");

        var call = CallAsync(isNewest, meta, token, client.Token);
        await _started.Task.WaitAsync(Patience);
        await client.CancelAsync();

        await _ended.Task.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        using var next = await _app.PostAsync(McpMessages.Ping, token);
        Assert.Equal("""{"result":{},"id":1,"jsonrpc":"2.0"}""", await next.Content.ReadAsStringAsync());
    }

    [McpServerTool(Name = "wait")]
    [RequiresScope("mcp:read")]
    private async Task WaitAsync(RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is { } token)
        {
            await call.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = 1 }, cancellationToken: cancellationToken);
        }

        _started.SetResult();
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async Task<string> CallAsync(bool isNewest, string meta, string token, CancellationToken cancellationToken)
    {
        var era = $"\"io.modelcontextprotocol/protocolVersion\":\"{McpMessages.Newest}\",\"io.modelcontextprotocol/clientCapabilities\":{{}}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait","_meta":{{{{(isNewest ? era : "\"a\":1")}}}{{{meta}}} } } }""",
                System.Text.Encoding.UTF8,
                "application/json"),
            Headers = { { "Authorization", $"Bearer {token}" } },
        };
        if (isNewest)
        {
            request.Headers.Add("MCP-Protocol-Version", McpMessages.Newest);
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", "wait");
        }

        using var answer = await _app.Client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
