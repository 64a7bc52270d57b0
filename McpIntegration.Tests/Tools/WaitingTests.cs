using System.Net;
using System.Text.Json.Nodes;
using McpIntegration.Tests.InternalApi;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Redis;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace McpIntegration.Tests.Tools;

/// <summary>What a client sees, and can end, while the internal API takes its time.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private readonly McpServerApp _app = new()
    {
        Settings = { ["InternalApi:AttemptTimeout"] = "00:00:20", ["InternalApi:TotalTimeout"] = "00:00:25" },
    };

    private readonly TestUpstream _upstream = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        await _upstream.InitializeAsync();
        _app.Settings["InternalApi:BaseAddress"] = _upstream.BaseAddress;
        _upstream.Answer = AnswerLaterAsync;
    }

    public async Task DisposeAsync()
    {
        _answer.TrySetResult();
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_gave_a_token_is_told_that_the_server_still_waits()
    {
        using var request = Request("""{"progressToken":"p1"}""");
        using var answer = await _app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(body);

        await reader.ReadLineAsync();
        var progress = JsonNode.Parse((await reader.ReadLineAsync() ?? "")["data: ".Length..]);
        progress?["params"]?.AsObject().Remove("_meta");
        _answer.SetResult();
        var rest = await reader.ReadToEndAsync();

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Header("Content-Type")));
        JsonAssert.Equal(
            """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p1","progress":2,"message":"Still waiting for the internal API, for 2 seconds now."}}""",
            progress);
        Assert.Contains("\"structuredContent\"", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quick_answer_to_such_a_client_is_one_JSON_document()
    {
        _answer.SetResult();
        using var request = Request("""{"progressToken":"p1"}""");

        using var answer = await _app.Client.SendAsync(request);

        Assert.Equal(("application/json", "MISS"), (answer.Header("Content-Type"), answer.Header("X-Cache")));
    }

    [Fact]
    public async Task When_the_last_one_has_left_the_internal_API_is_not_asked_any_more()
    {
        using var leave = new CancellationTokenSource();
        using var request = Request("{}");
        var asked = _app.Client.SendAsync(request, leave.Token);
        await Eventually.TrueAsync("the internal API is asked", () => _upstream.Requests.Count == 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task While_another_one_waits_for_the_same_it_is()
    {
        using var leave = new CancellationTokenSource();
        using var firstRequest = Request("{}");
        using var secondRequest = Request("{}");
        var first = _app.Client.SendAsync(firstRequest, leave.Token);
        await Eventually.TrueAsync("the internal API is asked", () => _upstream.Requests.Count == 1);
        var second = _app.Client.SendAsync(secondRequest);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _answer.SetResult();
        using var answer = await second;

        Assert.Equal("[]", (await answer.ReadStructuredAsync())["records"]?.ToJsonString());
    }

    private HttpRequestMessage Request(string meta)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_data","arguments":{"collection":"users"},"_meta":{{{meta}}} } }""",
                System.Text.Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new("Bearer", _app.Issuer.Token("mcp:query", "alice"));
        return request;
    }

    private async Task AnswerLaterAsync(HttpContext context)
    {
        try
        {
            await _answer.Task.WaitAsync(context.RequestAborted);
            await TestUpstream.Json("[]")(context);
        }
        catch (OperationCanceledException)
        {
            _aborted.TrySetResult();
        }
    }
}
