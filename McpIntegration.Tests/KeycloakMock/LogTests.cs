using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class LogTests
{
    [Fact]
    public async Task No_token_and_no_secret_is_written_down_at_any_level()
    {
        var logs = new FakeLogCollector();
        using var app = new KeycloakMockApp([], services => services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Trace)
            .AddProvider(new FakeLoggerProvider(logs))));
        using var client = app.CreateClient();
        var userToken = await app.UserTokenAsync("alice", "mcp:read", CancellationToken.None);
        var machineToken = await app.MachineTokenAsync("mcp:read", CancellationToken.None);
        var refused = await client.PostFormAsync(
            app.TokenEndpoint, new() { ["grant_type"] = "client_credentials" }, "mcp-machine:a-wrong-secret");

        var written = string.Join('\n', logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Contains("Client mcp-machine has a token", written, StringComparison.Ordinal);
        Assert.All(
            (string[])[userToken, machineToken, KeycloakMockApp.MachineSecret, "a-wrong-secret"],
            secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
    }
}
