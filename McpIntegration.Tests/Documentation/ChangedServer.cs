using System.Net.Http.Headers;
using System.Text;
using McpIntegration.Tests.Pipeline;
using McpIntegration.Tests.Telemetry;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// A server that was built or configured as a page says, as a process, with a test's issuer in front.
/// </summary>
internal sealed class ChangedServer : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly HttpClient _client = new();
    private ServerProcess? _process;

    /// <param name="environment">Beside what every server needs.</param>
    /// <param name="folder">Of the built server; null for the one that is built with the tests.</param>
    public static async Task<ChangedServer> StartAsync(Dictionary<string, string> environment, string? folder = null)
    {
        var server = new ChangedServer();
        await server._issuer.InitializeAsync();
        server._process = await ServerProcess.StartAsync(
            new Dictionary<string, string>(environment)
            {
                ["Authentication__Issuer"] = server._issuer.Issuer,
                ["Authentication__Resource"] = McpServerApp.Resource,
                ["Caching__Key"] = "the-cache-key-of-the-tests-is-long-enough",
            },
            folder);
        return server;
    }

    public async Task<HttpResponseMessage> CallAsync(string tool, string arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{_process?.Port}/mcp"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _issuer.Token(McpServerApp.AllScopes));
        var call = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";
        request.Content = new StringContent(call, Encoding.UTF8, "application/json");
        return await _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _issuer.DisposeAsync();
    }
}
