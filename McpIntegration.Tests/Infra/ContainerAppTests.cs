using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.McpServer.Edge;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// What Container Apps demands of an app before it takes it, and what this system demands of its two. Snapshots are
/// written anew by whoever changes the Bicep files; these rules are not.
/// </summary>
public sealed partial class ContainerAppTests
{
    /// <summary>Kinds of probes, of which a container may have one each.</summary>
    private static readonly string[] Kinds = ["Liveness", "Readiness", "Startup"];

    public static TheoryData<string> Deployments =>
        [.. Deployment.All.Select(deployment => deployment.Name).Where(name => !name.StartsWith("main", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_container_is_asked_whether_it_has_started_lives_and_is_ready_within_the_platform_s_bounds(string deployment)
    {
        var app = Snapshot.Of(deployment).App();

        Assert.All(app.Containers.Select(container => app.Probes((string?)container["name"] ?? "").ToArray()), probes =>
        {
            Assert.Equal(Kinds, probes.Select(probe => (string?)probe["type"]).Order(StringComparer.Ordinal));
            Assert.All(probes, AssertProbeIsTaken);
        });
    }

    [Theory]
    [InlineData("mcp-server", "mcp-server", "Startup", "/alive")]
    [InlineData("mcp-server", "mcp-server", "Liveness", "/alive")]
    [InlineData("mcp-server", "mcp-server", "Readiness", "/health")]
    [InlineData("keycloak", "keycloak", "Startup", "/health/started")]
    [InlineData("keycloak", "keycloak", "Liveness", "/health/live")]
    [InlineData("keycloak", "keycloak", "Readiness", "/health/ready")]
    public void A_probe_asks_the_address_that_is_meant_for_it(
        string deployment, string container, string kind, string path)
    {
        var probe = Snapshot.Of(deployment).App().Probes(container).Single(probe => (string?)probe["type"] == kind);

        Assert.Equal(path, (string?)probe["httpGet"]?["path"]);
    }

    [Theory]
    [InlineData("mcp-server", 30)]
    [InlineData("keycloak", 300)]
    public void A_start_may_take_as_long_as_it_was_seen_to_take_on_a_busy_host(string name, int seconds)
    {
        var startup = Snapshot.Of(name).App().Probes(name).Single(probe => (string?)probe["type"] == "Startup");

        Assert.InRange((int?)startup["periodSeconds"] * (int?)startup["failureThreshold"] ?? 0, seconds, 600);
    }

    // https://learn.microsoft.com/azure/container-apps/containers#allocations: twice as much memory as processor, in
    // steps of a quarter, for all containers of an app together.
    [Theory]
    [MemberData(nameof(Deployments))]
    public void The_size_is_one_that_the_plan_Consumption_has(string deployment)
    {
        var app = Snapshot.Of(deployment).App();
        var processors = app.Containers.Sum(container => (decimal?)container["resources"]?["cpu"] ?? 0);
        var memory = app.Containers.Sum(container => Gibibytes((string?)container["resources"]?["memory"]));

        Assert.Equal("Consumption", (string?)app.Properties["workloadProfileName"]);
        Assert.InRange(processors, 0.25m, 4);
        Assert.Equal(0, processors % 0.25m);
        Assert.Equal(2 * processors, memory);
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_secret_that_is_used_is_declared_and_read_by_an_identity_that_the_app_has(string deployment)
    {
        var app = Snapshot.Of(deployment).App();
        var declared = app.Secrets.Select(secret => (string?)secret["name"]).ToArray();
        var used = References(app.Resource, "secretRef").ToArray();

        Assert.Equal(declared.Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
        Assert.All(declared, name => Assert.Matches("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", name));
        Assert.Equal(app.Identities.Single(), References(app.Properties, "identity").Distinct().Single());
        Assert.All(
            app.Secrets.Where(secret => secret["keyVaultUrl"] is not null),
            secret => Assert.NotNull(secret["identity"]));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void The_image_comes_from_the_environment_s_registry_with_that_identity(string deployment)
    {
        var app = Snapshot.Of(deployment).App();
        var registry = (app.Properties["configuration"]?["registries"]?.AsArray() ?? []).Single();

        Assert.Equal("crtest.azurecr.io", (string?)registry?["server"]);
        Assert.Equal(app.Identities.Single(), (string?)registry?["identity"]);
        Assert.StartsWith("crtest.azurecr.io/", (string?)app.Containers.First()["image"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void One_revision_serves_over_TLS_and_has_the_time_to_end_what_it_does(string deployment)
    {
        var app = Snapshot.Of(deployment).App();

        Assert.Equal("Single", (string?)app.Properties["configuration"]?["activeRevisionsMode"]);
        Assert.Equal("auto", (string?)app.Ingress["transport"]);
        Assert.Equal(false, (bool?)app.Ingress["allowInsecure"]);
        Assert.InRange(
            (int?)app.Properties["template"]?["terminationGracePeriodSeconds"] ?? 0,
            Draining.Limit.TotalSeconds + 1,
            600);
    }

    [Fact]
    public void The_server_runs_two_to_ten_times_by_processor_and_by_requests_before_they_have_to_wait()
    {
        var scale = Snapshot.Of("mcp-server").App().Properties["template"]?["scale"];

        JsonAssert.Equal(
            """
            {
              "minReplicas": 2,
              "maxReplicas": 10,
              "rules": [
                { "name": "cpu", "custom": { "type": "cpu", "metadata": { "type": "Utilization", "value": "70" } } },
                { "name": "http", "http": { "metadata": { "concurrentRequests": "50" } } }
              ]
            }
            """,
            scale);
        Assert.InRange(50, 1, new EdgeOptions().MaxConcurrentRequests - 1);
    }

    [Theory]
    [InlineData("keycloak")]
    [InlineData("keycloak-custom")]
    public void Keycloak_runs_exactly_once(string deployment) => JsonAssert.Equal(
        """{ "minReplicas": 1, "maxReplicas": 1 }""", Snapshot.Of(deployment).App().Properties["template"]?["scale"]);

    // https://learn.microsoft.com/rest/api/resource-manager/containerapps/container-apps/create-or-update,
    // ContainerAppProbe
    private static void AssertProbeIsTaken(JsonNode probe)
    {
        Assert.True(probe["httpGet"] is null != probe["tcpSocket"] is null, "It asks in one way.");
        Assert.InRange((int?)probe["periodSeconds"] ?? 0, 1, 240);
        Assert.InRange((int?)probe["timeoutSeconds"] ?? 0, 1, 240);
        Assert.InRange((int?)probe["failureThreshold"] ?? 0, 1, 10);
    }

    private static decimal Gibibytes(string? memory) =>
        decimal.Parse(Memory().Match(memory ?? "").Groups["gibibytes"].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>The values of a member, wherever it stands.</summary>
    private static IEnumerable<string?> References(JsonNode? node, string member) => node switch
    {
        JsonObject map => map.SelectMany(item => item.Key == member && item.Value is JsonValue
            ? [(string?)item.Value]
            : References(item.Value, member)),
        JsonArray list => list.SelectMany(item => References(item, member)),
        _ => [],
    };

    [GeneratedRegex("^(?<gibibytes>[0-9.]+)Gi$", RegexOptions.ExplicitCapture)]
    private static partial Regex Memory();
}
