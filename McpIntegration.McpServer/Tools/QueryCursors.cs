using System.Buffers.Text;
using System.Text;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Caching;
using McpIntegration.McpServer.InternalApi;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Positions as callers carry them from page to page: sealed, so that they come back as they were given, from the
/// caller and for the query that they were given to, and only within an hour.
/// </summary>
internal sealed class QueryCursors(IOptions<CachingOptions> options, TimeProvider time)
{
    /// <summary>
    /// Characters of the longest cursor: the API's longest one, of which no character takes more than three bytes, our
    /// own part of it and the seal, in Base64.
    /// </summary>
    public const int MaxLength =
        ((CacheSeal.Length + PartLength + (NextPageLink.MaxCursorLength * 3)) * 4 / 3) + 1;

    /// <summary>Page size, count, digest. All zero when nothing of the page was delivered.</summary>
    private const int PartLength = 2 + PartOfPage.DigestLength;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly CacheSeal _seal = new(options.Value, "cursors", time);

    /// <summary>
    /// Who may use a cursor and for what. Not the limit: a caller may go on with smaller or larger pages.
    /// </summary>
    public static string BindingOf(Caller caller, string collection, QueryFilters filters) => CacheDigest.Of(
        caller.Key,
        collection,
        filters.Field ?? "",
        QueryFilters.WireName(filters.OperatorOrDefault()),
        filters.Value ?? "");

    /// <param name="binding">From <see cref="BindingOf"/>.</param>
    /// <param name="position">Where to go on.</param>
    /// <param name="pageTime">
    /// When the API gave the page, from which the hour counts: so the same page has the same cursor for its caller.
    /// </param>
    public string Write(string binding, QueryPosition position, DateTimeOffset pageTime)
    {
        var upstream = position.UpstreamCursor ?? "";
        var value = new byte[PartLength + Encoding.UTF8.GetByteCount(upstream)];
        if (position.Delivered is { } delivered)
        {
            (value[0], value[1]) = ((byte)delivered.PageSize, (byte)delivered.Count);
            delivered.Last.CopyTo(value, 2);
        }

        Encoding.UTF8.GetBytes(upstream, value.AsSpan(PartLength));
        return Base64Url.EncodeToString(_seal.Close(binding, value, pageTime + Lifetime));
    }

    /// <returns>Null when it is no cursor of this binding, or its hour is over.</returns>
    public QueryPosition? Read(string binding, string cursor)
    {
        if (!Base64Url.IsValid(cursor) || _seal.Open(binding, Base64Url.DecodeFromChars(cursor)) is not { } value)
        {
            return null;
        }

        var upstream = Encoding.UTF8.GetString(value, PartLength, value.Length - PartLength);
        return new(
            upstream.Length == 0 ? null : upstream,
            value[1] == 0 ? null : new(value[0], value[1], value[2..PartLength]));
    }
}
