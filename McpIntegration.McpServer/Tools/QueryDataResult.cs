using System.ComponentModel;
using System.Text.Json;

namespace McpIntegration.McpServer.Tools;

internal sealed record QueryDataResult(
    string Collection,
    [property: Description("The records, ordered by id, with the fields that this collection returns.")]
    IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Records,
    [property: Description("Pass it as cursor, with the same collection and filters, for the records after these. " +
        "Absent at the end, and only there: a page may be shorter than its limit.")]
    string? NextCursor = null);
