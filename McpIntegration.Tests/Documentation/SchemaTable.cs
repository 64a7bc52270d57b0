using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Documentation;

/// <summary>A JSON Schema as rows of a table, one a member; members of members have dotted names.</summary>
internal static class SchemaTable
{
    private static readonly string[] Bounds =
        ["minimum", "maximum", "minLength", "maxLength", "pattern", "default", "format"];

    public static string Write(string heading, JsonNode? schema) =>
        $"| {heading} | type | | bounds | meaning |\n|---|---|---|---|---|\n{string.Concat(Rows("", schema))}";

    private static IEnumerable<string> Rows(string prefix, JsonNode? schema) =>
        Members(schema).SelectMany(member => (IEnumerable<string>)
    [
        Row($"{prefix}{member.Name}", member.Schema, member.IsRequired),
        .. Rows($"{prefix}{member.Name}.", member.Schema),
        .. Rows($"{prefix}{member.Name}[].", member.Schema["items"]),
    ]);

    private static IEnumerable<(string Name, JsonNode Schema, bool IsRequired)> Members(JsonNode? schema)
    {
        var required = schema?["required"]?.AsArray().Select(name => (string?)name).ToHashSet() ?? [];
        return (schema?["properties"]?.AsObject() ?? [])
            .Select(member => (member.Key, member.Value ?? new JsonObject(), required.Contains(member.Key)));
    }

    private static string Row(string path, JsonNode schema, bool isRequired) =>
        $"| `{path}` | {(string?)schema["type"]} | {(isRequired ? "required" : "optional")} | {BoundsOf(schema)} | " +
        $"{Escape((string?)schema["description"])} |\n";

    private static string BoundsOf(JsonNode schema)
    {
        var values = schema["enum"]?.AsArray().Select(value => $"`{value}`") ?? [];
        var bounds =
            Bounds.Where(name => schema[name] is not null).Select(name => $"{name} `{Escape($"{schema[name]}")}`");
        return string.Join(", ", values.Concat(bounds));
    }

    private static string? Escape(string? text) => text?.Replace("|", "\\|", StringComparison.Ordinal);
}
