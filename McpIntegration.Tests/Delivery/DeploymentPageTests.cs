using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.Compose;
using Xunit;

namespace McpIntegration.Tests.Delivery;

/// <summary>
/// docs/deployment.md, azure.yaml and the pipeline against infra and compose.yaml: one name that is missing stops a
/// deployment.
/// </summary>
public sealed partial class DeploymentPageTests
{
    private static readonly string[] KnownToAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION"];
    private static readonly string[] Deployed = ["main.bicep", "mcp-server.bicep", "keycloak.bicep"];
    private static readonly JsonObject AzureYaml = YamlFile.Read("azure.yaml");

    [Fact]
    public void The_parameters_are_those_that_the_infrastructure_reads_and_does_not_make_itself()
    {
        var asked = Names(EnvironmentReference(), "infra", "main.parameters.json").Except(KnownToAzd);
        var read = Names(EnvironmentReading(), "infra", "mcp-server.bicepparam")
            .Concat(Names(EnvironmentReading(), "infra", "keycloak.bicepparam"))
            .Where(name => !name.StartsWith("SERVICE_", StringComparison.Ordinal))
            .Except(Outputs());

        Assert.Equal(asked.Union(read).Order(), DeploymentPage.Names("Parameters").Keys.Order());
    }

    [Theory]
    [InlineData("variables", false)]
    [InlineData("secrets", true)]
    public void Azd_hands_each_parameter_to_the_pipeline_as_what_it_is(string list, bool secret)
    {
        Assert.Equal(Parameters(secret), YamlFile.Names(AzureYaml["pipeline"]?[list]).Order());
    }

    [Theory]
    [InlineData("vars", false)]
    [InlineData("secrets", true)]
    public void The_pipeline_passes_each_parameter_on_under_its_own_name(string context, bool secret)
    {
        var passed = new Workflow("azure-dev.yml").Variables
            .Where(variable => variable.Value == $"${{{{ {context}.{variable.Key} }}}}")
            .Select(variable => variable.Key)
            .Where(name => !name.StartsWith("AZURE_", StringComparison.Ordinal));

        Assert.Equal(Parameters(secret), passed.Distinct().Order());
    }

    [Fact]
    public void The_names_for_one_host_are_those_that_compose_reads_and_the_example_lists()
    {
        var documented = DeploymentPage.Names("One host, with Docker Compose").Keys.Order().ToArray();

        Assert.Equal(ComposeFile.Variables().Select(variable => variable.Name).Distinct().Order(), documented);
        Assert.Superset(documented.ToHashSet(), ComposeFile.Example.Select(item => item.Name).ToHashSet());
    }

    [Fact]
    public void Every_output_that_a_command_asks_for_is_one()
    {
        Assert.NotEmpty(DeploymentPage.AskedOutputs());
        Assert.Empty(DeploymentPage.AskedOutputs().Except(Outputs()));
    }

    [Fact]
    public void Every_Bicep_file_that_is_named_is_there()
    {
        Assert.NotEmpty(DeploymentPage.BicepFiles());
        Assert.DoesNotContain(DeploymentPage.BicepFiles(), file => !File.Exists(PathOf("infra", file)));
    }

    [Fact]
    public void The_oldest_azd_is_the_one_that_azure_yaml_demands()
    {
        Assert.Equal($">= {DeploymentPage.OldestAzd()}", (string?)AzureYaml["requiredVersions"]?["azd"]);
    }

    [Fact]
    public void The_costs_add_up()
    {
        var costs = DeploymentPage.Costs().ToArray();

        Assert.Equal((costs[..^1].Sum(cost => cost.Low), costs[..^1].Sum(cost => cost.High)), costs[^1]);
    }

    private static IEnumerable<string> Parameters(bool secret) =>
        DeploymentPage.Names("Parameters").Where(parameter => parameter.Value == secret).Select(
            parameter => parameter.Key).Order();

    private static IEnumerable<string> Outputs() =>
        Deployed.SelectMany(file => Names(Output(), "infra", file));

    private static IEnumerable<string> Names(Regex expression, params string[] path) =>
        expression.Matches(Read(path)).Select(Name);

    private static string Name(Match match) => match.Groups["name"].Value;

    private static string Read(params string[] path) => File.ReadAllText(PathOf(path)).ReplaceLineEndings("\n");

    private static string PathOf(params string[] path) => Path.Combine([ApplicationProcess.SolutionFolder, .. path]);

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex EnvironmentReference();

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>[A-Z_]+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex EnvironmentReading();

    [GeneratedRegex(@"^output (?<name>\w+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Output();
}
