using McpIntegration.Tests.KeycloakMock;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// internal-data.http, run from top to bottom on an issuer with the development secret and a server that takes its
/// tokens.
/// </summary>
public sealed class RequestFileTests : IAsyncLifetime
{
    private readonly KeycloakMockApp _issuer = new(new() { ["MCP_MACHINE_SECRET"] = "development-only-secret" });
    private readonly McpServerApp _app = new();

    public async Task InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.Settings["Authentication:Issuer"] = _issuer.Issuer;
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Every_request_is_answered_with_the_status_that_its_title_says()
    {
        var file = new RequestFile(
            new Page("internal-data.http").Read(),
            new Dictionary<string, string> { ["server"] = _app.BaseAddress.AbsoluteUri.TrimEnd('/'), ["issuer"] = _issuer.Issuer });

        var run = await file.RunAsync(_app.Client);

        Assert.Contains(run, request => request.Status == 200);
        Assert.Contains(run, request => request.Status >= 400);
        Assert.All(run, request => Assert.EndsWith($": {request.Status}", request.Title, StringComparison.Ordinal));
    }
}
