using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

public sealed class LogTests
{
    [Fact]
    public async Task No_token_no_code_and_no_secret_is_written_down_at_any_level()
    {
        var logs = new FakeLogCollector();
        using var app = new KeycloakMockApp([], services => services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Trace)
            .AddProvider(new FakeLoggerProvider(logs))));
        using var client = app.CreateClient();

        var secrets = await UseEverythingAsync(app, client);

        var written = string.Join('\n', logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        Assert.Contains("Client mcp-machine has a token", written, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.Ordinal));
    }

    private static async Task<string[]> UseEverythingAsync(KeycloakMockApp app, HttpClient client)
    {
        var flow = new CodeFlow(client, app.Issuer);
        var code = await flow.CodeAsync("alice", "openid");
        var login = await flow.RedeemAsync(code);
        var refreshed = await flow.RefreshAsync(login.RefreshToken);
        await flow.RefreshAsync(login.RefreshToken);
        await client.ReadAsync(
            new Uri($"{app.Issuer}/protocol/openid-connect/logout?id_token_hint={login.Json["id_token"]}"));
        await client.PostFormAsync(
            app.TokenEndpoint, new() { ["grant_type"] = "client_credentials" }, "mcp-machine:a-wrong-secret");
        var machineToken = await app.MachineTokenAsync("mcp:read", CancellationToken.None);
        return
        [
            code,
            login.AccessToken,
            login.RefreshToken,
            $"{login.Json["id_token"]}",
            refreshed.RefreshToken,
            machineToken,
            KeycloakMockApp.MachineSecret,
            "a-wrong-secret",
        ];
    }
}
