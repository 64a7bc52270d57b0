using Xunit;

namespace McpIntegration.Tests.Pipeline;

/// <summary>One server for the tests of a class, with limits that none of them reaches.</summary>
public sealed class UnlimitedMcpServer : IAsyncLifetime
{
    public McpServerApp App { get; } =
        new() { Settings = { ["RateLimiting:Permits"] = "10000", ["Authentication:FailuresPerMinute"] = "10000" } };

    public Task InitializeAsync() => App.InitializeAsync();

    public Task DisposeAsync() => App.DisposeAsync();
}
