using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Keycloak;
using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed partial class ManifestTests(PublishedManifest manifest) : IClassFixture<PublishedManifest>
{
    private const string Remedy =
        "dotnet run --project McpIntegration.AppHost -- --publisher manifest --output-path ../aspire-manifest.json";

    private static readonly string[] Development = ["development-only", "github.com", "alice", "Mock", "Garnet"];

    [Fact]
    public void The_committed_manifest_is_what_the_application_publishes()
    {
        var committed = File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, "aspire-manifest.json"));

        // Not as text: with Aspire's Keycloak package the same members stand in another order.
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(committed), JsonNode.Parse(manifest.Text)),
            $"aspire-manifest.json is out of date: {Remedy}\n{manifest.Text}");
    }

    [Fact]
    public void Publishes_images_projects_and_parameters_only()
    {
        var types =
            manifest.Resources.ToDictionary(resource => resource.Key, resource => (string?)resource.Value?["type"]);

        Assert.Equal("project.v0", types["mcp-server"]);
        Assert.Equal("container.v1", types["keycloak"]);
        Assert.Equal("container.v0", types["cache"]);
        Assert.All(
            types.Where(type => type.Key is not ("mcp-server" or "keycloak" or "cache")),
            type => Assert.True(type.Value is "parameter.v0" or "value.v0", $"{type.Key} is {type.Value}."));
    }

    [Fact]
    public void Publishes_nothing_of_this_machine_and_nothing_of_development()
    {
        Assert.All(manifest.Resources, resource =>
        {
            Assert.Null(resource.Value?["bindMounts"]);
            Assert.All(Bindings(resource), binding => Assert.Null(binding.Value?["port"]));
        });
        Assert.DoesNotContain("localhost", manifest.Text, StringComparison.Ordinal);
        Assert.All(Development, text => Assert.DoesNotContain(text, manifest.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(DevelopmentCredentials.FoundIn(manifest.Text));
    }

    [Fact]
    public void The_server_and_Keycloaks_main_port_alone_are_reached_from_outside()
    {
        var bindings = manifest.Resources.SelectMany(resource => Bindings(resource)
            .Select(binding => (Name: $"{resource.Key} {binding.Key}", IsExternal: (bool?)binding.Value?["external"] ?? false))).ToArray();

        Assert.Equal(
            ["keycloak http", "mcp-server http", "mcp-server https"],
            bindings.Where(binding => binding.IsExternal)
                .Select(binding => binding.Name)
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            ["cache tcp", "keycloak management"],
            bindings.Where(binding => !binding.IsExternal)
                .Select(binding => binding.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_internal_API_is_what_the_operator_gives_without_a_default()
    {
        var server = manifest.Resources["mcp-server"]?["env"];

        Assert.Equal("{internal-api-address.value}", (string?)server?["InternalApi__BaseAddress"]);
        Assert.Equal("{internal-api-key.value}", (string?)server?["InternalApi__ApiKey"]);
        Assert.Null(manifest.Resources["internal-api-address"]?["inputs"]?["value"]?["default"]);
        Assert.Null(manifest.Resources["internal-api-key"]?["inputs"]?["value"]?["default"]);
    }

    [Fact]
    public void Keycloak_is_published_without_an_administrator_and_without_a_password_for_one()
    {
        var settings =
            manifest.Resources["keycloak"]?["env"]?.AsObject().Select(variable => variable.Key).ToArray() ?? [];

        Assert.Contains("MCP_MACHINE_SECRET", settings);
        Assert.DoesNotContain(settings, name => name.Contains("ADMIN", StringComparison.Ordinal));
        Assert.Null(manifest.Resources["keycloak-password"]);
    }

    [Fact]
    public void No_service_is_told_to_believe_whatever_headers_are_forwarded() =>
        Assert.All(
            manifest.Resources,
            resource => Assert.Null(resource.Value?["env"]?["ASPNETCORE_FORWARDEDHEADERS_ENABLED"]));

    [Fact]
    public void Every_secret_is_a_parameter()
    {
        var secretNames = manifest.Resources
            .SelectMany(resource => resource.Value?["env"]?.AsObject() ?? [])
            .Where(variable => SecretName().IsMatch(variable.Key))
            .Select(variable => (string?)variable.Value ?? "")
            .ToArray();

        Assert.NotEmpty(secretNames);
        Assert.All(secretNames, value =>
        {
            var parameter = ParameterValue().Match(value).Groups["name"].Value;
            Assert.Equal(true, (bool?)manifest.Resources[parameter]?["inputs"]?["value"]?["secret"]);
        });
    }

    [Fact]
    public void Every_expression_resolves()
    {
        var root = manifest.Resources;
        var expressions =
            Expression().Matches(manifest.Text).Select(match => match.Groups["path"].Value).Distinct().ToArray();

        Assert.NotEmpty(expressions);
        Assert.All(expressions, path => Assert.True(Resolves(root, path), $"{{{path}}} leads nowhere."));
    }

    private static JsonObject Bindings(KeyValuePair<string, JsonNode?> resource) =>
        resource.Value?["bindings"]?.AsObject() ?? [];

    private static bool Resolves(JsonObject root, string path)
    {
        var parts = path.Split('.');
        var resource = root[parts[0]];
        return parts[1] switch
        {
            "bindings" => parts.Length == 4 && resource?["bindings"]?[parts[2]] is not null && parts[3] is "host" or "port" or "targetPort",
            "inputs" => resource?["inputs"]?[parts[2]] is not null,
            _ => resource?[parts[1]] is not null,
        };
    }

    [GeneratedRegex("PASSWORD|SECRET|Key$")]
    private static partial Regex SecretName();

    [GeneratedRegex("^\\{(?<name>[a-z-]+)\\.value\\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterValue();

    [GeneratedRegex("\\{(?<path>[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)\\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Expression();
}
