using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.InternalApi;

/// <summary>One server in front of an internal API that answers what a test wants.</summary>
public sealed class ScriptedApi : IAsyncLifetime
{
    public const string Unusable = "The internal API's answer was unusable, and nothing of it was used. Try again in 30 seconds, or ask for fewer records.";

    public McpServerApp App { get; } = new() { Settings = { ["RateLimiting:Permits"] = "10000" } };

    public TestUpstream Upstream { get; } = new();

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        await Upstream.InitializeAsync();
        App.Settings["InternalApi:BaseAddress"] = Upstream.BaseAddress;
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    /// <summary>Asks as a caller who never asked before, so that no cache answers.</summary>
    public Task<HttpResponseMessage> CallAsync(string tool, string arguments) =>
        App.CallAsync(tool, arguments, App.Issuer.Token(McpServerApp.AllScopes, Guid.NewGuid().ToString()));
}
