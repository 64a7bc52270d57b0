using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>azure.yaml names what is there, and hands a pipeline all that the Bicep files read.</summary>
public sealed partial class AzureYamlTests
{
    /// <summary>What azd itself puts into the environment.</summary>
    private static readonly string[] FromAzd =
        ["AZURE_ENV_NAME", "AZURE_LOCATION", "SERVICE_MCP_SERVER_IMAGE_NAME", "SERVICE_KEYCLOAK_IMAGE_NAME"];

    private static readonly string[] Apps = ["keycloak", "mcp-server"];
    private static readonly JsonObject Root = YamlFile.Read("azure.yaml");

    public static TheoryData<string> Services => [.. Apps];

    [Fact]
    public void The_services_are_the_two_apps() =>
        Assert.Equal(Apps, YamlFile.Names(Root["services"]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_a_container_app_of_its_own_template_by_which_azd_finds_it(string name)
    {
        Assert.Equal("containerapp", (string?)Root["services"]?[name]?["host"]);
        Assert.True(File.Exists(BicepFolder.Committed($"{name}.bicepparam")));
        Assert.Equal(
            name, (string?)Snapshot.Of(name).OfType(ContainerApp.ResourceType).Single()["tags"]?["azd-service-name"]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_s_image_is_built_in_the_registry_from_its_Dockerfile_and_its_folder(string name)
    {
        var service = Root["services"]?[name] ?? new JsonObject();
        var folder = Path.Combine(ApplicationProcess.SolutionFolder, $"{service["project"]}");

        Assert.Equal("docker", $"{service["language"]}");
        Assert.True(File.Exists(Path.Combine(folder, $"{service["docker"]?["path"]}")));
        Assert.Equal(
            """{"path":"./Dockerfile","context":".","platform":"linux/amd64","remoteBuild":true}""", service["docker"]?.ToJsonString());
    }

    [Fact]
    public void Keycloak_comes_before_the_server_and_not_at_all_with_an_issuer_that_exists()
    {
        Assert.Equal("${AUTH_ISSUER:-true}", (string?)Root["services"]?["keycloak"]?["condition"]);
        Assert.Equal(["keycloak"], YamlFile.Names(Root["services"]?["mcp-server"]?["uses"]));
    }

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
        Assert.Equal(
            ["INTERNAL_API_URL"],
            Matches(Output(), "main.bicep").Intersect(Matches(ParameterVariable(), "main.parameters.json")));

    private static IEnumerable<string> List(string name) => YamlFile.Names(Root["pipeline"]?[name]);

    private static IEnumerable<string> Matches(Regex regex, string file) =>
        regex.Matches(File.ReadAllText(BicepFolder.Committed(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct();

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
