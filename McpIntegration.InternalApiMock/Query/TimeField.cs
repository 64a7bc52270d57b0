using System.Globalization;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>Times are compared as instants. A text without offset means UTC, a date its first instant.</summary>
internal sealed class TimeField<T>(string name, Func<T, DateTimeOffset> read)
    : ComparableField<T, DateTimeOffset>(
        name, read, "a date or time in ISO 8601, for example 2025-01-31 or 2025-01-31T12:00:00Z")
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    protected override bool TryRead(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
}
