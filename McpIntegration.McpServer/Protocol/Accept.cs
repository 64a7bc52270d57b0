using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// What a caller's Accept header admits (RFC 9110, section 12.5.1): the most specific range that covers a type decides,
/// quality 0 excludes it, and no header admits everything.
/// </summary>
internal static class Accept
{
    /// <summary>What the SDK's transport demands of every caller.</summary>
    public const string Both = "application/json, text/event-stream";

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue EventStream = new("text/event-stream");

    public static AcceptedReply Read(StringValues header)
    {
        if (header.Count == 0 || (header.Count == 1 && header[0] is null or "" or "*/*" or Both))
        {
            return AcceptedReply.Json | AcceptedReply.EventStream;
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return AcceptedReply.None;
        }

        return (Admits(ranges, Json) ? AcceptedReply.Json : 0)
            | (Admits(ranges, EventStream) ? AcceptedReply.EventStream : 0);
    }

    private static bool Admits(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type) => ranges
        .Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .FirstOrDefault() is { } range && range.Quality is null or > 0;
}
