using System.Diagnostics.CodeAnalysis;

namespace McpIntegration.InternalApiMock.Query;

internal sealed class TextField<T>(string name, Func<T, string> read) : Field<T>(name)
{
    public override bool TryFilter(
        FilterOperator comparison, string value, [NotNullWhen(true)] out Func<T, bool>? filter, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        filter = comparison switch
        {
            FilterOperator.Equals => record => string.Equals(read(record), value, StringComparison.OrdinalIgnoreCase),
            FilterOperator.Prefix => record => read(record).StartsWith(value, StringComparison.OrdinalIgnoreCase),
            FilterOperator.Greater => record => string.CompareOrdinal(read(record), value) > 0,
            _ => record => string.CompareOrdinal(read(record), value) < 0,
        };
        return true;
    }
}
