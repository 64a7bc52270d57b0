using System.Globalization;
using System.Text.Json.Nodes;

namespace McpIntegration.McpServer.Tools;

/// <summary>Which numbers a schema allows.</summary>
internal sealed class NumberRule(JsonNode schema)
{
    private readonly decimal? _minimum = (decimal?)schema["minimum"];
    private readonly decimal? _maximum = (decimal?)schema["maximum"];

    /// <summary>The bounds in words, after a space; empty where there are none.</summary>
    public string Bounds => _minimum is null && _maximum is null ? "" : $" {Within(_minimum, _maximum)}";

    public string? FindFault(string path, decimal number) =>
        number < _minimum || number > _maximum
            ? string.Create(
                CultureInfo.InvariantCulture, $"{path} is {number}: it must be {Within(_minimum, _maximum)}.")
            : null;

    public static string Within(decimal? minimum, decimal? maximum) => (minimum, maximum) switch
    {
        (null, _) => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}"),
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"between {minimum} and {maximum}"),
    };
}
