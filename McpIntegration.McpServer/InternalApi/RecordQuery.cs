using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// One page of a collection: at most <paramref name="Limit"/> records, those that match where a field is named.
/// </summary>
internal sealed record RecordQuery(string? Field, string? Operator, string? Value, int Limit, string? Cursor)
{
    /// <summary>Path and query: equal for equal questions, and for no others, since every value is escaped.</summary>
    public string ToAddress(string collection) =>
        QueryHelpers.AddQueryString($"api/v1/{Uri.EscapeDataString(collection)}", new Dictionary<string, string?>
        {
            ["field"] = Field,
            ["operator"] = Operator,
            ["value"] = Value,
            ["limit"] = Limit.ToString(CultureInfo.InvariantCulture),
            ["cursor"] = Cursor,
        });
}
