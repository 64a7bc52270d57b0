using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Clients;

/// <summary>What one client reported, step by step.</summary>
internal sealed class Journey(IReadOnlyList<JsonObject> steps)
{
    public IEnumerable<JsonObject> All(string step) => steps.Where(candidate => (string?)candidate["step"] == step);

    public JsonObject The(string step) => All(step).Single();

    /// <summary>The calls of a tool, in order.</summary>
    public IEnumerable<JsonObject> Calls(string tool) => All("call").Where(call => (string?)call["tool"] == tool);

    /// <summary>A list of texts that a step reported.</summary>
    public static string[] Texts(JsonObject step, string name) =>
        [.. step[name]?.AsArray().Select(text => $"{text}") ?? throw new InvalidDataException($"No {name} in {step.ToJsonString()}")];
}
