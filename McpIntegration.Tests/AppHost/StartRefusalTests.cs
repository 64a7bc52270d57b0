using System.Net;
using System.Net.Sockets;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>The real program: one sentence on standard error, exit code 1, and nothing was started.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    public async Task Names_a_busy_port_with_its_resource(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), port: 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var run = await ApplicationProcess.RunAsync(["--Mode", "embedded", $"--Ports:mcp-server={port}"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Already in use by another program: port ", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"{port} (mcp-server)", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Distributed application starting", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_missing_when_KEYCLOAK_HOME_is_no_Keycloak()
    {
        var home = Directory.CreateTempSubdirectory().FullName;

        var run = await ApplicationProcess.RunAsync(
            ["--Mode", "embedded", "--DcpPublisher:RandomizePorts=true"], ("KEYCLOAK_HOME", home));

        var script = Path.Combine(home, "bin", OperatingSystem.IsWindows() ? "kc.bat" : "kc.sh");
        Assert.Equal(
            (1, $"KEYCLOAK_HOME is '{home}' and holds no Keycloak ({script} is missing): name the folder of an unpacked distribution, "
                + "or unset KEYCLOAK_HOME to use the built-in issuer."),
            (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Theory]
    [InlineData("--Replicas=none", "--Replicas is 'none': give a number from 1 to 10.")]
    [InlineData("--Mode=elsewhere", "--Mode is 'elsewhere': give containers, embedded, or nothing.")]
    [InlineData(
        "--Issuer=login", "--Issuer is 'login': give the issuer's full address, as in --Issuer=https://login.example.com/realms/mcp.")]
    public async Task Refuses_a_setting_it_cannot_use(string argument, string sentence)
    {
        var run = await ApplicationProcess.RunAsync([argument]);

        Assert.Equal((1, sentence), (run.ExitCode, run.Errors.TrimEnd()));
    }
}
