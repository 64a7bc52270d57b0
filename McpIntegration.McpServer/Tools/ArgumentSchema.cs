using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// The part of JSON Schema that tool schemas use (type, enum, bounds, lengths, pattern, items, properties, required),
/// with faults said as sentences that a model can act on. The SDK publishes these bounds but does not enforce them.
/// </summary>
internal sealed class ArgumentSchema
{
    private readonly string _type;
    private readonly string _description;
    private readonly TextRule _text;
    private readonly NumberRule _number;
    private readonly ArgumentSchema? _items;
    private readonly string[] _required;
    private readonly Dictionary<string, ArgumentSchema> _properties;

    public ArgumentSchema(JsonNode schema)
    {
        _type = (string?)schema["type"] ?? "";
        _description = (string?)schema["description"] ?? "";
        _text = new(schema);
        _number = new(schema);
        _items = schema["items"] is { } items ? new(items) : null;
        _required = Strings(schema["required"]);
        _properties = schema["properties"] is JsonObject properties
            ? properties.Where(property => property.Value is not null).ToDictionary(
                property => property.Key, property => new ArgumentSchema(property.Value ?? new JsonObject()))
            : [];
    }

    /// <summary>
    /// Takes null for an absent member, an enumerated value in any case for the schema's own, and 5.0 for 5, which in
    /// JSON Schema is an integer too.
    /// </summary>
    /// <returns>The same arguments when nothing of that occurs, as in almost every call.</returns>
    public IDictionary<string, JsonElement> Normalize(IDictionary<string, JsonElement> arguments) =>
        arguments.All(argument => Stays(argument.Key, argument.Value)) ? arguments : NormalizeMembers(arguments);

    /// <returns>A sentence that names the argument, what is wrong and what is allowed; null when nothing is.</returns>
    public string? FindFault(IDictionary<string, JsonElement> arguments) =>
        FindMemberFault("", arguments) ?? FindMissing("", arguments.ContainsKey);

    private JsonElement? Normalize(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when !value.EnumerateObject().All(member => Stays(member.Name, member.Value)) =>
            JsonSerializer.SerializeToElement(NormalizeMembers(Members(value))),
        JsonValueKind.Number when _type == "integer" && WholeNumber(value) is { } whole =>
            JsonSerializer.SerializeToElement(whole),
        JsonValueKind.String when _text.Respell(value.GetString()) is { } spelling =>
            JsonSerializer.SerializeToElement(spelling),
        _ => null,
    };

    /// <param name="path">The argument's name, with its parents': "filters.limit".</param>
    private string? FindFault(string path, JsonElement value) => (_type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) => FindObjectFault($"{path}.", value),
        ("string", JsonValueKind.String) => _text.FindFault(path, value.GetString() ?? ""),
        ("integer", JsonValueKind.Number) => value.TryGetInt32(out var whole)
            ? _number.FindFault(path, whole)
            : $"{path} must be {TypeInWords()}.",
        ("number", JsonValueKind.Number) => value.TryGetDecimal(out var number)
            ? _number.FindFault(path, number)
            : $"{path} is out of range.",
        ("boolean", JsonValueKind.True or JsonValueKind.False) => null,
        ("array", JsonValueKind.Array) => value.EnumerateArray()
            .Select((item, index) => _items?.FindFault($"{path}[{index}]", item))
            .FirstOrDefault(fault => fault is not null),
        ("", _) => null,
        _ => $"{path} must be {TypeInWords()}, not {InWords(value.ValueKind)}.{_text.Choice}",
    };

    private string? FindObjectFault(string prefix, JsonElement value) =>
        FindMemberFault(prefix, Members(value)) ?? FindMissing(prefix, name => value.TryGetProperty(name, out _));

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value) =>
        value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value));

    private bool Stays(string name, JsonElement value) =>
        value.ValueKind != JsonValueKind.Null && NormalizeMember(name, value) is null;

    /// <summary>Of members of one name the last counts.</summary>
    private Dictionary<string, JsonElement> NormalizeMembers(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        Dictionary<string, JsonElement> normalized = [];
        foreach (var (name, value) in members.Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            normalized[name] = NormalizeMember(name, value) ?? value;
        }

        return normalized;
    }

    private JsonElement? NormalizeMember(string name, JsonElement value) =>
        _properties.GetValueOrDefault(name)?.Normalize(value);

    private string? FindMemberFault(string prefix, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        foreach (var (name, value) in members)
        {
            var fault = _properties.TryGetValue(name, out var property)
                ? property.FindFault(prefix + name, value)
                : DescribeUnknown(prefix, name);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private string DescribeUnknown(string prefix, string name)
    {
        var parent = _properties.FirstOrDefault(property => property.Value._properties.ContainsKey(name)).Key;
        return $"There is no argument \"{prefix}{TextRule.Shorten(name)}\". " + (parent is null
            ? $"Use: {string.Join(", ", _properties.Keys.Select(known => prefix + known))}."
            : $"It belongs into {prefix}{parent}, as {prefix}{parent}.{name}.");
    }

    private string? FindMissing(string prefix, Predicate<string> isThere) =>
        Array.Find(_required, name => !isThere(name)) is { } missing
            ? $"The argument {prefix}{missing} is missing. {_properties[missing]._description}".TrimEnd()
            : null;

    private static int? WholeNumber(JsonElement value) =>
        !value.TryGetInt32(out _) && value.TryGetDecimal(out var number) && decimal.IsInteger(number)
        && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    private string TypeInWords() => _type switch
    {
        "integer" => $"a whole number{_number.Bounds}",
        "object" or "array" => $"an {_type}",
        "string" => "text",
        _ => $"a {_type}{_number.Bounds}",
    };

    private static string InWords(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        _ => "null",
    };

    public static string[] Strings(JsonNode? list) =>
        list is JsonArray array ? [.. array.Select(item => (string?)item).OfType<string>()] : [];
}
