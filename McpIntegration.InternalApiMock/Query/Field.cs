using System.Diagnostics.CodeAnalysis;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>
/// A field that records can be filtered on. The value comes as text and is compared by the field's own type.
/// </summary>
internal abstract class Field<T>(string name)
{
    public string Name => name;

    public abstract bool TryFilter(
        FilterOperator comparison, string value, [NotNullWhen(true)] out Func<T, bool>? filter, [NotNullWhen(false)] out string? problem);
}
