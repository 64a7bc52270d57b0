using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// The AppHost and the Bicep files describe the same system. aspire-manifest.json and the snapshots are held to them by
/// other tests.
/// </summary>
public sealed partial class ManifestContractTests
{
    /// <summary>Variables that one side alone has, and why.</summary>
    private static readonly (string App, string Variable, string Why)[] ManifestAlone =
    [
        ("mcp-server", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "Aspire's own, for an exporter that nothing configures here"),
        ("mcp-server", "HTTP_PORTS", "the image listens on 8080 by itself"),
    ];

    private static readonly (string App, string Variable, string Why)[] BicepAlone =
    [
        ("mcp-server", "Edge__TrustedNetworks__0", "the platform's ingress, which the AppHost does not know"),
        ("mcp-server", "Edge__TrustedNetworks__1", "the same"),
        ("mcp-server", "Edge__TrustedNetworks__2", "the same"),
        ("mcp-server", "Edge__TrustedNetworks__3", "the same"),
    ];

    private static readonly JsonObject Manifest = JsonNode.Parse(File.ReadAllText(
        Path.Combine(ApplicationProcess.SolutionFolder, "aspire-manifest.json")))?["resources"]?.AsObject() ?? [];

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("keycloak")]
    public void An_app_has_the_variables_of_the_manifest_but_for_those_listed_here(string app)
    {
        var manifest = Variables(app).Keys.ToArray();
        var bicep = Snapshot.Of(app).App().Variables(app).Keys.ToArray();

        Assert.Equal(Listed(ManifestAlone, app), manifest.Except(bicep).Order(StringComparer.Ordinal));
        Assert.Equal(Listed(BicepAlone, app), bicep.Except(manifest).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("keycloak")]
    public void What_is_secret_in_the_manifest_is_a_secret_of_the_app_and_nothing_else_is(string app)
    {
        var bicep = Snapshot.Of(app).App().Variables(app);
        var both = Variables(app).Where(variable => bicep.ContainsKey(variable.Key)).ToArray();

        Assert.Contains(both, variable => IsSecret(variable.Value));
        Assert.All(both, variable => Assert.True(
            IsSecret(variable.Value) == bicep[variable.Key] is null, $"{variable.Key}: secret on one side only."));
    }

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("keycloak")]
    public void What_the_manifest_sets_to_a_text_is_the_same_text(string app)
    {
        var bicep = Snapshot.Of(app).App().Variables(app);
        var texts = Variables(app)
            .Where(
                variable => bicep.ContainsKey(variable.Key) && !variable.Value.Contains('{', StringComparison.Ordinal))
            .ToDictionary(variable => variable.Key, variable => (string?)variable.Value);

        Assert.Equal(texts, bicep.Where(variable => texts.ContainsKey(variable.Key)).ToDictionary());
    }

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("keycloak")]
    public void An_app_is_reached_from_outside_where_the_manifest_says_so_and_by_TLS_alone(string app)
    {
        var ingress = Snapshot.Of(app).App().Ingress;

        Assert.Equal((bool?)Binding(app, "http")?["external"] ?? false, (bool?)ingress["external"]);
        Assert.Equal(false, (bool?)ingress["allowInsecure"]);
        Assert.Null(ingress["additionalPortMappings"]);
    }

    [Fact]
    public void The_server_is_reached_and_probed_at_the_port_of_its_image()
    {
        var app = Snapshot.Of("mcp-server").App();

        Assert.Equal(8080, (int?)app.Ingress["targetPort"]);
        Assert.Equal([8080], app.ProbedPorts("mcp-server"));
    }

    [Fact]
    public void Keycloak_is_reached_through_the_proxy_alone_at_the_port_of_the_manifest_and_probed_at_the_other_one()
    {
        var app = Snapshot.Of("keycloak").App();
        var proxy =
            app.Secrets.ToDictionary(secret => (string?)secret["name"] ?? "", secret => (string?)secret["value"]);

        Assert.Equal(8081, (int?)app.Ingress["targetPort"]);
        Assert.Contains("\n:8081 {", proxy["caddyfile"], StringComparison.Ordinal);
        Assert.Contains(
            $":127.0.0.1:{Binding("keycloak", "http")?["targetPort"]}}}",
            proxy["public-paths"],
            StringComparison.Ordinal);
        Assert.DoesNotContain("KEYCLOAK_UPSTREAM", app.Variables("proxy").Keys);
        Assert.Equal([(int?)Binding("keycloak", "management")?["targetPort"]], app.ProbedPorts("keycloak"));
    }

    [Fact]
    public void The_proxy_finds_its_two_files_where_its_image_looks_for_them()
    {
        var app = Snapshot.Of("keycloak").App();

        JsonAssert.Equal(
            """[{ "volumeName": "proxy", "mountPath": "/etc/caddy" }]""", app.Container("proxy")["volumeMounts"]);
        JsonAssert.Equal(
            """
            [
              {
                "name": "proxy",
                "storageType": "Secret",
                "secrets": [
                  { "secretRef": "caddyfile", "path": "Caddyfile" },
                  { "secretRef": "public-paths", "path": "public-paths.caddy" }
                ]
              }
            ]
            """,
            app.Properties["template"]?["volumes"]);
    }

    [Fact]
    public void Keycloak_is_started_as_the_manifest_says()
    {
        var manifest = (Manifest["keycloak"]?["args"]?.AsArray() ?? []).Select(argument => (string?)argument)
            .Order(StringComparer.Ordinal);
        var bicep = (Snapshot.Of("keycloak").App().Container("keycloak")["args"]?.AsArray() ?? []).Select(
            argument => (string?)argument);

        Assert.Equal(manifest, bicep.Order(StringComparer.Ordinal));
    }

    private static string[] Listed((string App, string Variable, string Why)[] differences, string app) =>
        [.. differences.Where(difference => difference.App == app).Select(difference => difference.Variable).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Variables(string resource) =>
        (Manifest[resource]?["env"]?.AsObject() ?? [])
        .ToDictionary(variable => variable.Key, variable => (string?)variable.Value ?? "");

    private static JsonNode? Binding(string resource, string name) => Manifest[resource]?["bindings"]?[name];

    /// <summary>Whether a secret parameter stands in a value, itself or in a connection string of it.</summary>
    private static bool IsSecret(string value) => Reference().Matches(value)
        .Select(match => Manifest[match.Groups["resource"].Value])
        .Any(resource => (bool?)resource?["inputs"]?["value"]?["secret"] == true
            || ((string?)resource?["connectionString"] is { } connection && IsSecret(connection)));

    [GeneratedRegex("\\{(?<resource>[a-z0-9-]+)\\.(value|connectionString)\\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
