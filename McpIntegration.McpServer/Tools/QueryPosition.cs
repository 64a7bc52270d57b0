using System.Text.Json;

namespace McpIntegration.McpServer.Tools;

/// <summary>Where in its answers a query goes on.</summary>
/// <param name="UpstreamCursor">The internal API's own cursor of the page; null for the first page.</param>
/// <param name="Delivered">What of that page was delivered already; null when nothing was.</param>
internal sealed record QueryPosition(string? UpstreamCursor, PartOfPage? Delivered)
{
    public static QueryPosition Start { get; } = new(null, null);

    /// <returns>
    /// The index of the next record; null when the page does not hold the last delivered one any more.
    /// </returns>
    public int? FindNext(IReadOnlyList<JsonElement> records) =>
        Delivered is null ? 0 : Delivered.FindEnd(records);
}
