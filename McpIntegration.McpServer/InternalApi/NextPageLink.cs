using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// The cursor in a paging link (RFC 8288). Only the cursor is taken from it, never the address: this server asks no
/// other host.
/// Example: <c>Link: &lt;http://internal-api/api/v1/orders?limit=10&amp;cursor=bzE&gt;; rel="next"</c>
/// </summary>
internal static partial class NextPageLink
{
    /// <summary>A longer one could not be passed back: it is an argument of a tool then.</summary>
    public const int MaxCursorLength = 1_024;

    /// <param name="asked">The cursor of the page itself: with the same again nobody would come to an end.</param>
    /// <returns>Null at the end. A next page without a usable cursor is no end, and said to be unusable.</returns>
    public static string? CursorOf(HttpResponseMessage response, string? asked)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }

        var next = links.Select(link => Next().Match(link)).FirstOrDefault(match => match.Success);
        return next is null ? null
            : QueryHelpers.ParseQuery(next.Groups["query"].Value).GetValueOrDefault("cursor") is
                [{ Length: > 0 and <= MaxCursorLength } cursor] && cursor != asked ? cursor
            : throw new UnusableAnswerException("a next page without a usable cursor");
    }

    [GeneratedRegex(
        """<[^<>?]*(\?(?<query>[^<>]*))?>\s*;[^,<]*\brel="?next\b""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Next();
}
