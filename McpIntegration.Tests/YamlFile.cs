using System.Text.Json.Nodes;
using McpIntegration.Tests.AppHost;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace McpIntegration.Tests;

/// <summary>
/// A YAML file of this repository as JSON: anchors are resolved, and what is not quoted has its type.
/// </summary>
internal static class YamlFile
{
    public static JsonObject Read(params string[] path)
    {
        var parser = new MergingParser(
            new Parser(new StringReader(File.ReadAllText(Path.Combine([ApplicationProcess.SolutionFolder, .. path])))));
        parser.Consume<StreamStart>();
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize(parser);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph ?? ""))?
            .AsObject() ?? [];
    }

    /// <summary>The items of a list, or the keys of a map, as text.</summary>
    public static IEnumerable<string> Names(JsonNode? list) => list switch
    {
        JsonArray array => array.Select(item => item?.ToString() ?? ""),
        JsonObject map => map.Select(item => item.Key),
        _ => [],
    };
}
