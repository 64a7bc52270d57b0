using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpIntegration.KeycloakMock.Realms;
using Xunit;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// The mock as a process of its own: what keeps it from starting is told in one line, with exit code 1.
/// </summary>
public sealed class StartTests
{
    private static readonly string RealmFolder = Path.Combine(Repository(), "keycloak");

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Production", "in the environment Development only, not in 'Production'.")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "", "in the environment Development only, not in ''.")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0;http://0.0.0.0:0", "on loopback addresses only, not on http://0.0.0.0:0.")]
    [InlineData("ASPNETCORE_URLS", "http://*:0", "on loopback addresses only, not on http://[::]:0.")]
    [InlineData("ASPNETCORE_URLS", "http://mock.example:0", "on loopback addresses only, not on http://[::]:0.")]
    [InlineData("Kestrel__Endpoints__Any__Url", "http://0.0.0.0:0", "on loopback addresses only, not on http://0.0.0.0:0.")]
    [InlineData("MCP_MACHINE_SECRET", "", "mcp-realm.json needs the environment variable MCP_MACHINE_SECRET, and it has no value.")]
    [InlineData("KC_HOSTNAME", "localhost:8080", "KC_HOSTNAME is 'localhost:8080': it must be an http or https address without a path.")]
    [InlineData("KC_HOSTNAME", "http://localhost:8080/auth", "it must be an http or https address without a path.")]
    [InlineData("RealmFolder", "/nowhere", "RealmFolder is '/nowhere': it must be a folder with one file *-realm.json.")]
    public async Task A_start_that_would_be_unsafe_or_wrong_is_refused(string variable, string value, string reason)
    {
        await AssertRefusedAsync(variable, value, reason);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";

        await AssertRefusedAsync(
            "ASPNETCORE_URLS", address, $"Failed to bind to address {address}: address already in use.");
    }

    [Fact]
    public async Task A_state_file_that_holds_something_else_is_left_alone()
    {
        var other = typeof(Issuer).Assembly.Location;

        await AssertRefusedAsync(
            "StateFile", other, $"StateFile is '{other}', and that is no file that this issuer wrote.");
    }

    private static async Task AssertRefusedAsync(string variable, string value, string reason)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Start(variable, value);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = await process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);

        Assert.Equal((1, string.Empty), (process.ExitCode, errors));
        Assert.EndsWith(reason, output.TrimEnd(), StringComparison.Ordinal);
        // The console logger writes the level and the category above the sentence.
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static Process Start(string variable, string value)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Issuer).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["MCP_MACHINE_SECRET"] = "secret";
        start.Environment["RealmFolder"] = RealmFolder;
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment[variable] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "McpIntegration.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException(
                "The tests run outside the repository.");
        }

        return folder;
    }
}
