using System.Text.Json.Nodes;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>The internal API's own data, in the form in which an answer has to bring it.</summary>
internal sealed class Truth(JsonArray users)
{
    private static readonly string[] Shown = ["id", "name", "department", "title", "createdAt"];

    private readonly JsonObject[] _answers = [.. users.Select(user => new JsonObject
    {
        ["collection"] = "users",
        ["records"] = new JsonArray(
            new JsonObject(Shown.Select(name => KeyValuePair.Create(name, user?[name]?.DeepClone())))),
    })];

    public bool Is(Question question, JsonNode? structured) => JsonNode.DeepEquals(_answers[question.User], structured);
}
