using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// What a deployment would make, as committed; <see cref="BicepSnapshotTests"/> holds it to the Bicep files.
/// </summary>
internal sealed record Snapshot(JsonArray Resources, JsonObject Outputs)
{
    public static Snapshot Of(string deployment)
    {
        var text = File.ReadAllText(BicepFolder.Committed(Deployment.Named(deployment).SnapshotFile));
        var root = JsonNode.Parse(text);
        return new Snapshot(root?["predictedResources"]?.AsArray() ?? [], root?["outputs"]?.AsObject() ?? []);
    }

    /// <summary>
    /// Without what a condition on a secret value keeps away: no snapshot holds secrets, so it cannot tell.
    /// </summary>
    public Snapshot Without(string condition) => this with
    {
        Resources = [.. Resources.Where(resource => (string?)resource?["condition"] != condition).Select(resource => resource?.DeepClone())],
    };

    public JsonNode[] OfType(string type) =>
        [.. Resources.OfType<JsonNode>().Where(resource => (string?)resource["type"] == type)];

    /// <summary>The properties of the only resource of a type.</summary>
    public JsonNode PropertiesOf(string type) => OfType(type).Single()["properties"] ?? new JsonObject();

    public ContainerApp App() => new(OfType(ContainerApp.ResourceType).Single());
}
