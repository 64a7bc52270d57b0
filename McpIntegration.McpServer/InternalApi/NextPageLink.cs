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
    public static string? CursorOf(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }

        var next = links.Select(link => Next().Match(link)).FirstOrDefault(match => match.Success);
        return next is null
            ? null
            : QueryHelpers.ParseQuery(next.Groups["query"].Value).GetValueOrDefault("cursor").FirstOrDefault();
    }

    [GeneratedRegex(
        """<[^<>?]*\?(?<query>[^<>]*)>\s*;[^,<]*\brel="?next\b""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Next();
}
