using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>One caller with one connection.</summary>
internal sealed class LoadClient(WebProcess server, Era era, string token) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = 1,

        // A trace context in the calls would have the server record what it otherwise does not.
        ActivityHeadersPropagator = null,
    });

    public async Task<CheckedAnswer> AskAsync(
        ExpectedAnswer expected, int id, int question, CancellationToken cancellationToken)
    {
        var call = new ToolCall(era, id, token, question);
        using var request = call.ToRequest(server.Address);
        using var answer = await _http.SendAsync(request, cancellationToken);
        return expected.Check(answer, await answer.Content.ReadAsByteArrayAsync(cancellationToken), call);
    }

    public void Dispose() => _http.Dispose();
}
