using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpIntegration.McpServer.InternalApi;

namespace McpIntegration.McpServer.Tools;

[Description("Which records to return. Without field, all of them, page by page.")]
internal sealed record QueryFilters(
    [property: Description("Field to compare, for example department. Needs value.")]
    [property: StringLength(64)]
    string? Field = null,
    [property: Description("How to compare: equals (default), prefix (text only), " +
        "greater or less (numbers, times, text).")]
    FilterOperator? Operator = null,
    [property: Description("What to compare with, written as text: engineering, 250, 2026-01-31T00:00:00Z.")]
    [property: StringLength(256)]
    string? Value = null,
    [property: Description("How many records at most, 1 to 100. 10 when left out.")]
    [property: Range(1, 100)]
    int? Limit = null)
{
    private const int DefaultLimit = 10;

    /// <summary>A method, since a property would stand in the tool's schema.</summary>
    public FilterOperator OperatorOrDefault() => Operator ?? FilterOperator.Equals;

    public static string WireName(FilterOperator name) => name.ToString().ToLowerInvariant();

    public int LimitOrDefault() => Limit ?? DefaultLimit;

    /// <summary>What is asked of the internal API: defaults filled in, so that equal questions are equal.</summary>
    public RecordQuery ToQuery(int pageSize, string? upstreamCursor) =>
        new(
            Field,
            Field is null ? null : WireName(OperatorOrDefault()),
            Value,
            pageSize,
            upstreamCursor);
}
