using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using McpIntegration.Tests.Keycloak;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>The switch Keycloak:ClientMetadata in every form that Keycloak takes.</summary>
public sealed class ClientMetadataSwitchTests
{
    private const string Switch = "--Keycloak:ClientMetadata=true";

    private static readonly Dictionary<string, string> On = new()
    {
        ["KC_FEATURES"] = "cimd",
        ["MCP_CLIENT_METADATA_EXECUTOR"] = "client-id-metadata-document",
        ["MCP_CLIENT_METADATA_CONDITION"] = "client-id-uri",
        ["MCP_CLIENT_METADATA_DOMAIN"] = "localhost",
        ["MCP_CLIENT_METADATA_SCHEME"] = "http",
        ["MCP_CLIENT_METADATA_HTTP"] = "true",
    };

    [Theory]
    [InlineData("containers")]
    [InlineData("embedded", "--KEYCLOAK_HOME=keycloak-home")]
    public async Task It_is_off_unless_somebody_turns_it_on(string mode, params string[] arguments)
    {
        await using var off = await ComposedModel.CreateAsync(["--Mode", mode, .. arguments]);
        await using var on = await ComposedModel.CreateAsync(["--Mode", mode, Switch, .. arguments]);

        Assert.Empty(await SettingsAsync(off));
        Assert.Equal(On.OrderBy(setting => setting.Key), await SettingsAsync(on));
    }

    // Keycloak fails every login in a realm that names the feature when it runs without, and imports no realm a second
    // time.
    [Fact]
    public async Task A_container_keeps_such_a_realm_in_a_volume_of_its_own()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers", Switch);

        var mount = Assert.Single(model.Resource("keycloak").Annotations.OfType<ContainerMountAnnotation>());

        Assert.Equal("mcp-integration-keycloak-client-metadata", mount.Source);
    }

    [Theory]
    [InlineData("true", "--Keycloak:ClientMetadata needs Keycloak, and the built-in issuer reads no metadata documents: "
        + "start a container engine, set KEYCLOAK_HOME, or leave it out.")]
    [InlineData("perhaps", "--Keycloak:ClientMetadata is 'perhaps': give true or false.")]
    public async Task What_cannot_be_is_refused(string value, string sentence)
    {
        var run = await ApplicationProcess.RunAsync(
            ["--Mode", "embedded", "--DcpPublisher:RandomizePorts=true", $"--Keycloak:ClientMetadata={value}"]);

        Assert.Equal((1, sentence), (run.ExitCode, run.Errors.TrimEnd()));
    }

    [Fact]
    public async Task Published_the_image_is_built_with_the_feature_and_only_https_counts()
    {
        var manifest = JsonNode.Parse(await PublishedManifest.PublishAsync(Switch));

        var keycloak = manifest?["resources"]?["keycloak"]?.AsObject() ?? [];
        var settings = keycloak["env"]?.AsObject().Select(variable => variable.Key).Where(IsSetting).Order();
        Assert.Equal("""{"KEYCLOAK_FEATURES":"cimd"}""", keycloak["build"]?["args"]?.ToJsonString());
        Assert.Equal(["MCP_CLIENT_METADATA_CONDITION", "MCP_CLIENT_METADATA_EXECUTOR"], settings);
    }

    [Fact]
    public async Task The_image_takes_the_argument_that_names_the_feature()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(RealmDocument.Folder, "Dockerfile"));

        Assert.Contains("\nARG KEYCLOAK_FEATURES=\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains(
            "kc.sh build ${KEYCLOAK_FEATURES:+--features=${KEYCLOAK_FEATURES}}\n",
            dockerfile,
            StringComparison.Ordinal);
    }

    private static bool IsSetting(string variable) =>
        variable == "KC_FEATURES" || variable.StartsWith("MCP_CLIENT", StringComparison.Ordinal);

    private static async Task<IEnumerable<KeyValuePair<string, string>>> SettingsAsync(ComposedModel model)
    {
        model.Allocate("mcp-server", 3000);
        model.Allocate("keycloak", 8080);
        var environment = await model.EnvironmentAsync("keycloak");
        return environment.Where(variable => IsSetting(variable.Key)).OrderBy(variable => variable.Key);
    }
}
