using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Delivery;

/// <summary>A workflow of this repository.</summary>
internal sealed partial record Workflow(string Name)
{
    private static readonly string Folder = Path.Combine(ApplicationProcess.SolutionFolder, ".github", "workflows");

    public JsonObject Root { get; } = YamlFile.Read(Folder, Name);

    public JsonObject Jobs => Root["jobs"]?.AsObject() ?? [];

    public IEnumerable<JsonNode> Steps =>
        Jobs.SelectMany(job => job.Value?["steps"]?.AsArray() ?? []).OfType<JsonNode>();

    /// <summary>What stands after each <c>uses:</c> with its comment, which is nothing that YAML knows.</summary>
    public IEnumerable<string> Actions =>
        UsesLine().Matches(File.ReadAllText(Path.Combine(Folder, Name))).Select(match => match.Groups["action"].Value);

    /// <summary>What jobs and steps set for their programs, expressions not yet replaced.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables => Jobs.Select(job => job.Value).Concat(Steps)
        .SelectMany(part => part?["env"]?.AsObject() ?? [])
        .Select(variable => KeyValuePair.Create(variable.Key, $"{variable.Value}"));

    /// <summary>What a workflow, or a job of it, may do: <c>contents: read</c>.</summary>
    public static IEnumerable<string> Rights(JsonNode? part) =>
        part?["permissions"]?.AsObject()
            .Select(right => $"{right.Key}: {right.Value}") ?? ["whatever the repository's settings give"];

    public static IEnumerable<Workflow> ReadAll() => Directory.EnumerateFiles(Folder, "*.y*ml")
        .Select(file => new Workflow(Path.GetFileName(file)))
        .OrderBy(workflow => workflow.Name, StringComparer.Ordinal);

    public override string ToString() => Name;

    [GeneratedRegex(@"^ *(- )?uses: *(?<action>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsesLine();
}
