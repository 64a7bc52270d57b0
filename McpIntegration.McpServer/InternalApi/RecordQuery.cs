using System.Globalization;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// One page of a collection: at most <paramref name="Limit"/> records, those that match where a field is named.
/// </summary>
internal sealed record RecordQuery(string? Field, string? Operator, string? Value, int Limit, string? Cursor)
{
    /// <summary>Path and query: equal for equal questions, and for no others, since every value is escaped.</summary>
    public string ToAddress(string collection) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/v1/{Uri.EscapeDataString(collection)}?{Pair("field", Field)}{Pair("operator", Operator)}"
        + $"{Pair("value", Value)}limit={Limit}{(Cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(Cursor))}");

    private static string Pair(string name, string? value) =>
        value is null ? "" : $"{name}={Uri.EscapeDataString(value)}&";
}
