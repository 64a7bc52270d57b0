using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.McpServer.Tools;

/// <summary>Which texts a schema allows: some values (enum), some lengths, some form (pattern).</summary>
internal sealed class TextRule(JsonNode schema)
{
    private readonly string[] _values = ArgumentSchema.Strings(schema["enum"]);
    private readonly int? _minLength = (int?)schema["minLength"];
    private readonly int? _maxLength = (int?)schema["maxLength"];
    private readonly string? _form = (string?)schema["pattern"];
    private readonly Regex? _pattern = (string?)schema["pattern"] is { } pattern ? ToRegex(pattern) : null;
    private readonly string _description = (string?)schema["description"] ?? "";

    /// <summary>A sentence with the values, after a space; empty where any text will do.</summary>
    public string Choice => _values.Length == 0 ? "" : $" Use one of: {string.Join(", ", _values)}.";

    /// <returns>The schema's own spelling of a value that came in another case; null when there is none.</returns>
    public string? Respell(string? text) =>
        Array.Find(_values, value => value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } spelling
        && spelling != text
            ? spelling
            : null;

    public string? FindFault(string path, string text)
    {
        if (_values.Length > 0 && !_values.Contains(text))
        {
            return $"{path} is \"{Shorten(text)}\".{Choice}";
        }

        // JSON Schema counts characters (RFC 8259), of which one may take two chars.
        var length = text.Count(c => !char.IsLowSurrogate(c));
        if (length < _minLength || length > _maxLength)
        {
            return $"{path} has {length} characters: it must have {NumberRule.Within(_minLength, _maxLength)}.";
        }

        return _pattern?.IsMatch(text) == false
            ? $"{path} does not have the form {_form}. {_description}".TrimEnd()
            : null;
    }

    public static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";

    // In .NET, $ lets a line break follow; in JSON Schema it does not.
    private static Regex ToRegex(string pattern) =>
        new(
            pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern,
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
