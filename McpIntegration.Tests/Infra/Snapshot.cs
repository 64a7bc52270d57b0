using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Infra;

/// <summary>What a deployment would make, as committed; <see cref="BicepSnapshotTests"/> holds it to the Bicep files.</summary>
internal sealed record Snapshot(JsonArray Resources)
{
    public static Snapshot Of(string deployment)
    {
        var text = File.ReadAllText(BicepFolder.Committed(Deployment.Named(deployment).SnapshotFile));
        return new Snapshot(JsonNode.Parse(text)?["predictedResources"]?.AsArray() ?? []);
    }

    /// <summary>Without what a condition on a secret value keeps away: no snapshot holds secrets, so it cannot tell.</summary>
    public Snapshot Without(string condition) => new(new JsonArray(
        [.. Resources.Where(resource => (string?)resource?["condition"] != condition).Select(resource => resource?.DeepClone())]));

    public JsonNode[] OfType(string type) =>
        [.. Resources.OfType<JsonNode>().Where(resource => (string?)resource["type"] == type)];

    public ContainerApp App() => new(OfType("Microsoft.App/containerApps").Single()["properties"] ?? new JsonObject());
}
