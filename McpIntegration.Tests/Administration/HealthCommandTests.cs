using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using McpIntegration.McpServer.Administration;
using McpIntegration.Tests.Redis;
using McpIntegration.Tests.Telemetry;
using Xunit;

namespace McpIntegration.Tests.Administration;

/// <summary>
/// <c>--check-health</c> by the program itself, as a container's engine runs it: with the server's environment.
/// </summary>
public sealed class HealthCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] AddressSettings =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "URLS", "HTTP_PORTS"];

    [Fact]
    public async Task A_healthy_server_is_0_and_needs_no_other_setting_than_the_address()
    {
        await using var server = await StartAsync();

        var run = await CheckAsync([], ("ASPNETCORE_HTTP_PORTS", $"{server.Port}"));

        Assert.Equal((0, "healthy", ""), (run.ExitCode, StatusIn(run), run.Errors));
    }

    [Fact]
    public async Task A_degraded_server_is_0_and_says_so()
    {
        await using var server = await StartAsync(("ConnectionStrings__cache", $"127.0.0.1:{FreePort.Choose()}"));
        await Eventually.TrueAsync(
            "it is degraded", async () => StatusIn(await CheckAsync([], ("ASPNETCORE_URLS", $"http://*:{server.Port}"))) == "degraded");

        var run = await CheckAsync([], ("ASPNETCORE_URLS", $"http://*:{server.Port}"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [SkippableFact]
    public async Task A_server_that_drains_is_1_with_its_answer_as_the_reason()
    {
        ProcessSignals.SkipWithoutSignals();
        await using var server = await StartAsync(("Edge__DrainDelay", "00:00:15"));
        server.Terminate();
        await Eventually.TrueAsync(
            "it drains", async () => (await CheckAsync([], ("URLS", $"http://127.0.0.1:{server.Port}"))).ExitCode == 1);

        var run = await CheckAsync([], ("URLS", $"http://127.0.0.1:{server.Port}"));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"http://127.0.0.1:{server.Port}/health answered 503: {{\"status\":\"unhealthy\",", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_listens_it_is_1_and_names_the_address()
    {
        var address = $"http://127.0.0.1:{FreePort.Choose()}";

        var run = await CheckAsync([], ("ASPNETCORE_URLS", address));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"{address}/health cannot be asked: Connection refused", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_1_after_3_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://{silent.LocalEndpoint}";

        var run = await CheckAsync([], ("ASPNETCORE_URLS", address));

        Assert.Equal(new FinishedProcess(1, "", $"{address}/health did not answer within 3 seconds.\n"), run);
    }

    [Fact]
    public async Task One_address_of_several_that_answers_is_enough()
    {
        await using var server = await StartAsync();

        var run = await CheckAsync(
            ["--urls", $"https://127.0.0.1:1;http://127.0.0.1:{FreePort.Choose()};http://localhost:{server.Port}"], ("HTTP_PORTS", "1"));

        Assert.Equal((0, "healthy", ""), (run.ExitCode, StatusIn(run), run.Errors));
    }

    [Fact]
    public async Task A_proxy_in_the_environment_is_not_asked()
    {
        await using var server = await StartAsync();

        var run = await CheckAsync(
            [], ("ASPNETCORE_HTTP_PORTS", $"{server.Port}"), ("HTTP_PROXY", $"http://127.0.0.1:{FreePort.Choose()}"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData("https://*:8443")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://unix:/tmp/server.sock")]
    public async Task Without_an_address_that_can_be_asked_it_is_1(string urls)
    {
        var run = await CheckAsync([], ("ASPNETCORE_URLS", urls));

        Assert.Equal(
            new FinishedProcess(
                1,
                "",
                "The server listens at no address that can be asked: it takes one with http and a port, as in ASPNETCORE_HTTP_PORTS=8080.\n"),
            run);
    }

    [Fact]
    public async Task An_address_that_is_none_is_1_in_a_sentence()
    {
        var run = await CheckAsync([], ("ASPNETCORE_URLS", "8080"));

        Assert.Equal(new FinishedProcess(1, "", "The server's addresses cannot be read: Invalid url: '8080'\n"), run);
    }

    private static Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        ServerProcess.StartAsync(new Dictionary<string, string>(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["Authentication__Issuer"] = "https://issuer.example",
            ["Authentication__Resource"] = "https://mcp.example/mcp",
            ["Caching__Key"] = Replica.CachingKey,
            ["InternalApi__BaseAddress"] = "http://127.0.0.1:1",
            ["InternalApi__ApiKey"] = "a-key",
        });

    private static Task<FinishedProcess> CheckAsync(string[] settings, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(HealthCommand).Assembly.Location, HealthCommand.Name, .. settings]);
        foreach (var name in AddressSettings)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return FinishedProcess.RunAsync(start, Limit);
    }

    private static string? StatusIn(FinishedProcess run) =>
        run.Output.Length > 0 ? JsonNode.Parse(run.Output)?["status"]?.GetValue<string>() : null;
}
