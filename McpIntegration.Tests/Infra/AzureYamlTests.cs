using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace McpIntegration.Tests.Infra;

/// <summary>azure.yaml names what is there, and hands a pipeline all that the Bicep files read.</summary>
public sealed partial class AzureYamlTests
{
    /// <summary>What azd itself puts into the environment.</summary>
    private static readonly string[] FromAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION", "SERVICE_MCP_SERVER_IMAGE_NAME", "SERVICE_KEYCLOAK_IMAGE_NAME"];

    private static readonly YamlMappingNode Root = Read();

    [Fact]
    public void Every_service_has_an_image_to_build_and_the_template_of_its_app()
    {
        var services = Map(Root["services"]);

        Assert.Equal(["keycloak", "mcp-server"], services.Keys.Order(StringComparer.Ordinal));
        Assert.All(services, service =>
        {
            var template = File.ReadAllText(BicepFolder.Committed($"{service.Key}.bicep"));
            Assert.Equal("containerapp", (string?)service.Value["host"]);
            Assert.True(File.Exists(BicepFolder.Committed($"{service.Key}.bicepparam")));
            Assert.Contains($"'azd-service-name': '{service.Key}'", template, StringComparison.Ordinal);
            Assert.True(Directory.Exists(Path.Combine(ApplicationProcess.SolutionFolder, (string?)service.Value["project"] ?? "")));
            Assert.Equal("true", (string?)service.Value["docker"]["remoteBuild"]);
        });
    }

    [Fact]
    public void Keycloak_is_not_deployed_with_an_issuer_that_exists() =>
        Assert.Equal("${AUTH_ISSUER:-true}", (string?)Root["services"]["keycloak"]["condition"]);

    [Fact]
    public void A_pipeline_is_handed_every_value_that_the_Bicep_files_read()
    {
        var read = Matches(ParameterVariable(), "main.parameters.json")
            .Concat(BicepFolder.Files("*.bicepparam").SelectMany(file => Matches(EnvironmentVariable(), file)));
        var outputs = Matches(Output(), "main.bicep");

        Assert.Equal(
            read.Except(outputs).Except(FromAzd).Append("INTERNAL_API_URL").Distinct().Order(StringComparer.Ordinal),
            List("variables").Concat(List("secrets")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_parameter_is_a_secret_of_the_pipeline()
    {
        var secure = Matches(SecureParameter(), "main.bicep").ToHashSet();
        var mapped = MappedParameter().Matches(File.ReadAllText(BicepFolder.Committed("main.parameters.json")))
            .Where(match => secure.Contains(match.Groups["parameter"].Value))
            .Select(match => match.Groups["name"].Value);

        Assert.Equal(mapped.Order(StringComparer.Ordinal), List("secrets").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_the_parameters_the_one_that_is_always_given_alone_comes_back_as_an_output() =>
        Assert.Equal(["INTERNAL_API_URL"], Matches(Output(), "main.bicep").Intersect(Matches(ParameterVariable(), "main.parameters.json")));

    private static YamlMappingNode Read()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, "azure.yaml"))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static Dictionary<string, YamlNode> Map(YamlNode node) =>
        ((YamlMappingNode)node).ToDictionary(pair => (string?)pair.Key ?? "", pair => pair.Value);

    private static IEnumerable<string?> List(string name) => ((YamlSequenceNode)Root["pipeline"][name]).Select(item => (string?)item);

    private static IEnumerable<string> Matches(Regex regex, string file) =>
        regex.Matches(File.ReadAllText(BicepFolder.Committed(file))).Select(match => match.Groups["name"].Value).Distinct();

    [GeneratedRegex("\\$\\{(?<name>[A-Z_]+)")]
    private static partial Regex ParameterVariable();

    [GeneratedRegex("\"(?<parameter>[A-Za-z]+)\": \\{ \"value\": \"\\$\\{(?<name>[A-Z_]+)")]
    private static partial Regex MappedParameter();

    [GeneratedRegex("readEnvironmentVariable\\('(?<name>[A-Z_]+)'")]
    private static partial Regex EnvironmentVariable();

    [GeneratedRegex("^output (?<name>[A-Z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Output();

    // @secure(), other decorators, then: param postgresPassword string
    [GeneratedRegex("^@secure\\(\\)\\r?\\n(@.*\\r?\\n)*param (?<name>[A-Za-z]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SecureParameter();
}
