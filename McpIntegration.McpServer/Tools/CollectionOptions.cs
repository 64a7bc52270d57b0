using System.Text.Json;

namespace McpIntegration.McpServer.Tools;

/// <summary>What callers may read of one collection, and how they may ask for it.</summary>
internal sealed class CollectionOptions
{
    /// <summary>The fields that records are returned with, in this order.</summary>
    public IList<string> Returns { get; } = [];

    /// <summary>The fields that may be filtered on, each with its operators.</summary>
    public Dictionary<string, FilterOperator[]> Filters { get; } = [];

    /// <returns>A sentence for the model, or null when the filters are allowed.</returns>
    public string? FindFault(QueryFilters filters)
    {
        if (filters.Field is not { } field)
        {
            return filters is { Value: null, Operator: null }
                ? null
                : $"filters.field is missing. Use one of: {string.Join(", ", Filters.Keys)}.";
        }

        if (!Filters.TryGetValue(field, out var operators))
        {
            return $"filters.field \"{field}\" cannot be filtered on. Use one of: {string.Join(", ", Filters.Keys)}.";
        }

        if (filters.Value is null)
        {
            return $"filters.value is missing: say what {field} is compared with.";
        }

        var asked = filters.OperatorOrDefault();
        return operators.Contains(asked)
            ? null
            : $"filters.operator {QueryFilters.WireName(asked)} does not suit {field}. " +
                $"Use one of: {string.Join(", ", operators.Select(QueryFilters.WireName))}.";
    }

    /// <summary>Picks the returned fields; one that a record lacks, or that is null, is left out.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Project(IReadOnlyList<JsonElement> records) =>
        [.. records.Select(Project)];

    private Dictionary<string, JsonElement> Project(JsonElement record)
    {
        Dictionary<string, JsonElement> projected = new(Returns.Count);
        foreach (var field in Returns)
        {
            if (record.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                projected[field] = value;
            }
        }

        return projected;
    }
}
