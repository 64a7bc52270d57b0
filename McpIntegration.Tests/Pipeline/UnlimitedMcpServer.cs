using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>One server for the tests of a class, with a limit that none of them reaches.</summary>
public sealed class UnlimitedMcpServer : IAsyncLifetime
{
    public McpServerApp App { get; } = new() { Settings = { ["RateLimiting:Permits"] = "10000" } };

    public Task InitializeAsync() => App.InitializeAsync();

    public Task DisposeAsync() => App.DisposeAsync();
}
