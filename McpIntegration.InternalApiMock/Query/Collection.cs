using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using McpIntegration.InternalApiMock.Data;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>Records in the order of their ids, and the fields that they can be filtered on.</summary>
internal sealed class Collection<T>(string name, IReadOnlyList<T> records, IReadOnlyList<Field<T>> fields)
    where T : IRecord
{
    private readonly Dictionary<string, int> _positions = records.Index()
        .ToDictionary(at => at.Item.Id, at => at.Index, StringComparer.Ordinal);

    public string Name => name;

    public IEnumerable<string> FieldNames => fields.Select(known => known.Name);

    public bool TryQuery(
        QueryParameters parameters, [NotNullWhen(true)] out Page<T>? page, [NotNullWhen(false)] out string? problem)
    {
        page = null;
        if (!TryReadLimit(parameters.Limit, out var limit, out problem)
            || !TryReadStart(parameters.Cursor, out var start, out problem)
            || !TryReadFilter(parameters, out var filter, out problem))
        {
            return false;
        }

        // One more than asked for tells whether there is a next page.
        var found = records.Skip(start).Where(filter).Take(limit + 1).ToList();
        page = found.Count > limit
            ? new Page<T>(found[..limit], Cursor.After(found[limit - 1].Id))
            : new Page<T>(found, NextCursor: null);
        return true;
    }

    private static bool TryReadLimit(string? text, out int limit, [NotNullWhen(false)] out string? problem)
    {
        limit = QueryRules.DefaultLimit;
        var readable = text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit);
        problem = readable && limit is >= 1 and <= QueryRules.MaxLimit
            ? null
            : $"limit must be a whole number from 1 to {QueryRules.MaxLimit}.";
        return problem is null;
    }

    private bool TryReadStart(string? cursor, out int start, [NotNullWhen(false)] out string? problem)
    {
        start = 0;
        problem = null;
        if (cursor is null)
        {
            return true;
        }

        if (Cursor.Read(cursor) is { } id && _positions.TryGetValue(id, out var last))
        {
            start = last + 1;
            return true;
        }

        problem = $"cursor must be one from the Link header of an earlier answer for {name}. Leave it out to start from the beginning.";
        return false;
    }

    private bool TryReadFilter(
        QueryParameters parameters, [NotNullWhen(true)] out Func<T, bool>? filter, [NotNullWhen(false)] out string? problem)
    {
        filter = null;
        problem = null;
        if (parameters is { Field: null, Operator: null, Value: null })
        {
            filter = _ => true;
            return true;
        }

        if (fields.FirstOrDefault(field => field.Name == parameters.Field) is not { } field)
        {
            problem = $"field must be one of {string.Join(", ", FieldNames)}.";
        }
        else if (!QueryRules.Operators.TryGetValue(parameters.Operator ?? QueryRules.DefaultOperator, out var comparison))
        {
            problem = $"operator must be one of {string.Join(", ", QueryRules.Operators.Keys)}.";
        }
        else if (parameters.Value is null)
        {
            problem = $"value is missing: give what {field.Name} is compared with.";
        }
        else
        {
            return field.TryFilter(comparison, parameters.Value, out filter, out problem);
        }

        return false;
    }
}
