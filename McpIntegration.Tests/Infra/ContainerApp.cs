using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Infra;

/// <summary>An app of a snapshot, and in it the container of the same name as the resource of the AppHost.</summary>
internal sealed record ContainerApp(JsonNode Resource)
{
    public const string ResourceType = "Microsoft.App/containerApps";

    public JsonNode Properties => Resource["properties"] ?? new JsonObject();

    /// <summary>The ids of the identities that it has.</summary>
    public IEnumerable<string> Identities => YamlFile.Names(Resource["identity"]?["userAssignedIdentities"]);

    public JsonObject Ingress => Properties["configuration"]?["ingress"]?.AsObject() ?? [];

    public IEnumerable<JsonNode> Secrets =>
        (Properties["configuration"]?["secrets"]?.AsArray() ?? []).OfType<JsonNode>();

    public IEnumerable<JsonNode> Containers =>
        (Properties["template"]?["containers"]?.AsArray() ?? []).OfType<JsonNode>();

    public JsonNode Container(string name) => Containers.Single(container => (string?)container["name"] == name);

    /// <summary>Its variables; a secret one has no value here.</summary>
    public Dictionary<string, string?> Variables(string container) => (Container(container)["env"]?.AsArray() ?? [])
        .OfType<JsonNode>()
        .ToDictionary(variable => (string?)variable["name"] ?? "", variable => (string?)variable["value"]);

    public IEnumerable<JsonNode> Probes(string container) =>
        (Container(container)["probes"]?.AsArray() ?? []).OfType<JsonNode>();

    public IEnumerable<int?> ProbedPorts(string container) =>
        Probes(container).Select(probe => (int?)(probe["httpGet"] ?? probe["tcpSocket"])?["port"]).Distinct();
}
