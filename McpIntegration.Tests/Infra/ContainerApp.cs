using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Infra;

/// <summary>An app of a snapshot, and in it the container of the same name as the resource of the AppHost.</summary>
internal sealed record ContainerApp(JsonNode Properties)
{
    public JsonObject Ingress => Properties["configuration"]?["ingress"]?.AsObject() ?? [];

    public IEnumerable<JsonNode> Secrets => (Properties["configuration"]?["secrets"]?.AsArray() ?? []).OfType<JsonNode>();

    public IEnumerable<JsonNode> Containers => (Properties["template"]?["containers"]?.AsArray() ?? []).OfType<JsonNode>();

    public JsonNode Container(string name) => Containers.Single(container => (string?)container["name"] == name);

    /// <summary>Its variables; a secret one has no value here.</summary>
    public Dictionary<string, string?> Variables(string container) => (Container(container)["env"]?.AsArray() ?? [])
        .OfType<JsonNode>()
        .ToDictionary(variable => (string?)variable["name"] ?? "", variable => (string?)variable["value"]);

    public IEnumerable<int?> ProbedPorts(string container) => (Container(container)["probes"]?.AsArray() ?? [])
        .Select(probe => (int?)(probe?["httpGet"] ?? probe?["tcpSocket"])?["port"])
        .Distinct();
}
