using System.Diagnostics.CodeAnalysis;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>A field with an order of its own: it is equal, greater or less, and has no prefix.</summary>
internal abstract class ComparableField<T, TValue>(string name, Func<T, TValue> read, string form) : Field<T>(name)
    where TValue : IComparable<TValue>
{
    public override bool TryFilter(
        FilterOperator comparison, string value, [NotNullWhen(true)] out Func<T, bool>? filter, [NotNullWhen(false)] out string? problem)
    {
        filter = null;
        if (comparison == FilterOperator.Prefix)
        {
            problem = $"The operator prefix is for text. {Name} takes equals, greater or less.";
            return false;
        }

        if (!TryRead(value, out var bound))
        {
            problem = $"The value for {Name} must be {form}.";
            return false;
        }

        problem = null;
        filter = comparison switch
        {
            FilterOperator.Greater => record => read(record).CompareTo(bound) > 0,
            FilterOperator.Less => record => read(record).CompareTo(bound) < 0,
            _ => record => read(record).CompareTo(bound) == 0,
        };
        return true;
    }

    protected abstract bool TryRead(string text, [MaybeNullWhen(false)] out TValue value);
}
