using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// The compiler reports a wrong type as a warning and ends with 0: that it says nothing is what is asked of it.
/// </summary>
[Collection(BicepCompiler.TestGroup)]
public sealed class BicepFileTests
{
    private static readonly FinishedProcess Silence = new(0, "", "");
    private static readonly Deployment Server = Deployment.Named("mcp-server");

    [SkippableTheory]
    [InlineData("build", "./**/*.bicep")]
    [InlineData("lint", "./**/*.bicep")]
    [InlineData("build-params", "./**/*.bicepparam")]
    public async Task The_compiler_and_its_linter_have_nothing_to_say_of_any_file(string command, string files)
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();

        var run = await BicepCompiler.RunAsync(folder, Server.Environment, command, "--pattern", files);

        Assert.Equal(Silence, run);
    }

    [SkippableFact]
    public async Task A_property_of_a_wrong_type_and_a_parameter_that_nothing_uses_are_named()
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();
        folder.Replace("modules/registry.bicep", "adminUserEnabled: false", "adminUserEnabled: 'no'");
        folder.Replace("modules/vault.bicep", "param keycloak bool", "param keycloak bool\nparam unused string");

        var run = await BicepCompiler.RunAsync(folder, Server.Environment, "lint", "--pattern", "./**/*.bicep");

        Assert.Contains("BCP036", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("no-unused-params", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("http://mcp.example.com")]
    [InlineData("https://mcp.example.com/")]
    public async Task A_public_address_that_no_token_could_hold_is_refused_before_anything_is_deployed(string address)
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();
        var environment = new Dictionary<string, string>(Server.Environment) { ["MCP_PUBLIC_URL"] = address };

        var run = await (Server with { Environment = environment }).RunAsync(folder, "overwrite");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"{address} is not a public address", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_app_is_not_deployed_without_what_stands_around_it()
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();

        var run =
            await BicepCompiler.RunAsync(folder, new Dictionary<string, string>(), "build-params", Server.Parameters);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("\"MCP_SERVER_IDENTITY_ID\" does not exist", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
