namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Requests of which two readers could see different ends: what is behind the end must never be a request of its own.
/// </summary>
internal static class FramingRows
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    public static IEnumerable<HostileRequest> All =>
    [
        // RFC 9112, section 6.3: Transfer-Encoding counts alone, and Kestrel closes, so that nothing behind it is a
        // request.
        Kept("Content-Length and Transfer-Encoding", Length(Chunks().Length + 100) + Chunked, token => Chunks() + Smuggled(token), 200) with { RequestsUpstream = 1 },
        Kept("Transfer-Encoding and a short Content-Length", Chunked + Length(4), token => Chunks() + Smuggled(token), 200) with { RequestsUpstream = 1 },
        Framed("two Content-Lengths", Length(0) + Length(RawRequest.QueryData.Length), _ => RawRequest.QueryData, 400),
        Framed(
            "two Content-Lengths that agree",
            Length(RawRequest.QueryData.Length) + Length(RawRequest.QueryData.Length),
            _ => RawRequest.QueryData,
            400),
        Framed("two Content-Lengths in one", "Content-Length: 0, 112\r\n", _ => RawRequest.QueryData, 400),
        Framed("Content-Length negative", "Content-Length: -1\r\n", _ => RawRequest.QueryData, 400),
        Framed("Content-Length in hexadecimal", "Content-Length: 0x70\r\n", _ => RawRequest.QueryData, 400),
        Framed(
            "Content-Length beyond 64 bits",
            "Content-Length: 99999999999999999999\r\n",
            _ => RawRequest.QueryData,
            400),
        Framed("Transfer-Encoding of another kind", "Transfer-Encoding: gzip\r\n", _ => RawRequest.QueryData, 400),
        Framed(
            "Transfer-Encoding chunked and then another",
            "Transfer-Encoding: chunked, identity\r\n",
            _ => Chunks(),
            400),
        Framed("Transfer-Encoding twice", Chunked + "Transfer-Encoding: identity\r\n", _ => Chunks(), 400),
        Framed("Transfer-Encoding with a tab of its own", "Transfer-Encoding: \x0Bchunked\r\n", _ => Chunks(), 400),
        Framed(
            "Transfer-Encoding with a space before the colon", "Transfer-Encoding : chunked\r\n", _ => Chunks(), 400),
        Framed("Transfer-Encoding in quotes", "Transfer-Encoding: \"chunked\"\r\n", _ => Chunks(), 400),
        Framed("a chunk length that is none", Chunked, _ => $"xyz\r\n{RawRequest.QueryData}\r\n0\r\n\r\n", 400),
        Framed(
            "a chunk length beyond 32 bits", Chunked, _ => $"1000000070\r\n{RawRequest.QueryData}\r\n0\r\n\r\n", 400),
        Framed("a chunk length with 0x", Chunked, _ => $"0x70\r\n{RawRequest.QueryData}\r\n0\r\n\r\n", 400),
        Framed(
            "a chunk that ends in a bare LF",
            Chunked,
            _ => $"{RawRequest.QueryData.Length:x}\n{RawRequest.QueryData}\n0\n\n",
            400),
        Framed("a chunk longer than it says", Chunked, _ => $"1\r\n{RawRequest.QueryData}\r\n0\r\n\r\n", 400),
        Framed(
            "a chunk extension with a bare LF",
            Chunked,
            token => $"{RawRequest.QueryData.Length:x};x=\n{Smuggled(token)}",
            400),
        Framed(
            "a chunk extension without an end",
            Chunked,
            _ => $"{RawRequest.QueryData.Length:x};{new string('x', 300_000)}",
            413),
        Framed(
            "a header line with a bare CR",
            $"X-Game: a\rContent-Length: 0\r\n{Length(RawRequest.QueryData.Length)}",
            _ => RawRequest.QueryData,
            400),
        Framed(
            "a header without a name", $": x\r\n{Length(RawRequest.QueryData.Length)}", _ => RawRequest.QueryData, 400),
        Framed(
            "a header without a colon",
            $"X-Game\r\n{Length(RawRequest.QueryData.Length)}",
            _ => RawRequest.QueryData,
            400),
        Framed(
            "200 headers",
            string.Concat(Enumerable.Repeat("X-Game: a\r\n", 200)) + Length(RawRequest.QueryData.Length),
            _ => RawRequest.QueryData,
            431),

        // Kestrel's tolerance, which RFC 9112 (sections 2.2 and 3) allows where it means the same to every reader.
        new("a request line with two spaces", victims => RawRequest.Post($"Bearer {victims.Token.Honest()}").Replace(" HTTP/1.1", "  HTTP/1.1", StringComparison.Ordinal), 200) { RequestsUpstream = 1 },
        Framed("Content-Length with a plus", $"Content-Length: +{RawRequest.QueryData.Length}\r\n", _ => RawRequest.QueryData, 200) with { RequestsUpstream = 1 },
        Framed("a header line that ends in a bare LF", $"X-Game: a\nContent-Length: {RawRequest.QueryData.Length}\r\n", _ => RawRequest.QueryData, 200) with { RequestsUpstream = 1 },
        Framed("a second request behind the body", Length(RawRequest.QueryData.Length), token => RawRequest.QueryData + Smuggled(token), 200) with { RequestsUpstream = 1 },
        Framed("a chunk extension in order", Chunked, _ => $"{RawRequest.QueryData.Length:x};a=b\r\n{RawRequest.QueryData}\r\n0\r\n\r\n", 200) with { RequestsUpstream = 1 },
        new(
            "a version that is none",
            victims => RawRequest.Post($"Bearer {victims.Token.Honest()}").Replace(
                "HTTP/1.1", "HTTP/1.9", StringComparison.Ordinal),
            505),
        new(
            "HTTP/2 in the clear",
            victims => RawRequest.Post($"Bearer {victims.Token.Honest()}").Replace(
                "HTTP/1.1", "HTTP/2.0", StringComparison.Ordinal),
            505),
        new(
            "an upgrade to HTTP/2",
            _ => RawRequest.Post(headers: "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"),
            401,
            Challenges.Anonymous),
        new("an upgrade to a web socket", victims => RawRequest.Send(
            "GET", "/mcp", "localhost:3000", $"Authorization: Bearer {victims.Token.Honest()}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""), 405),
        new("a trailer that says who calls", victims => Head("", "Connection: close\r\n" + Chunked) + $"{RawRequest.QueryData.Length:x}\r\n{RawRequest.QueryData}\r\n0\r\nAuthorization: Bearer {victims.Token.Honest()}\r\n\r\n", 401, Challenges.Anonymous),
    ];

    private static string Length(int length) => $"Content-Length: {length}\r\n";

    private static string Chunks() => $"{RawRequest.QueryData.Length:x}\r\n{RawRequest.QueryData}\r\n0\r\n\r\n";

    private static string Smuggled(string token) => RawRequest.Post($"Bearer {token}");

    private static string Head(string authorization, string headers) =>
        $"POST /mcp HTTP/1.1\r\nHost: localhost:3000\r\n{authorization}Content-Type: application/json\r\n{headers}\r\n";

    private static HostileRequest Framed(string name, string headers, Func<string, string> body, int status) =>
        Kept(name, "Connection: close\r\n" + headers, body, status);

    /// <summary>
    /// A connection that the client would keep: only the server can end it before what is behind is read.
    /// </summary>
    private static HostileRequest Kept(string name, string headers, Func<string, string> body, int status) => new(
        name,
        victims =>
            Head(RawRequest.Authorization($"Bearer {victims.Token.Honest()}"), headers) + body(victims.Token.Honest()),
        status);
}
