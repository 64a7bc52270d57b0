namespace McpIntegration.Tests.Hostile;

/// <summary>Honest tokens from the wrong page, or for another host.</summary>
internal static class HostAndOriginRows
{
    public static IEnumerable<HostileRequest> All =>
    [
        Origin("null", "null"),
        Origin("empty", ""),
        Origin("foreign", "https://evil.example"),
        Origin("that ends like ours", "https://evil-inspector.example.com"),
        Origin("that starts like ours", "https://inspector.example.com.evil.example"),
        Origin("localhost.evil", "http://localhost.evil"),
        Origin("of loopback, in production", "http://localhost:3000"),
        Origin("of ours as user name", "https://inspector.example.com@evil.example"),
        Origin("of ours with a user name", "https://evil@inspector.example.com"),
        Origin("of another port", "https://inspector.example.com:8443"),
        Origin("of another scheme", "http://inspector.example.com"),
        Origin("with a path", "https://inspector.example.com/x"),
        Origin("with a trailing slash", "https://inspector.example.com/"),
        Origin("with a trailing dot", "https://inspector.example.com."),
        Origin("of a default port that is written out", "https://inspector.example.com:443"),
        Origin("in letters beyond ASCII", "https://in\xC5\xBFpector.example.com"),
        Origin("of a subdomain of ours", "https://x.inspector.example.com"),
        Origin("that ours is a subdomain of", "https://example.com"),
        Origin("with a null byte", "https://inspector.example.com%00.evil.example"),
        Origin("of a file", "file://"),
        Origin("of an extension", "chrome-extension://inspector.example.com"),
        Origin("of two in one", "https://inspector.example.com https://evil.example"),
        Origin("of two in a list", "https://inspector.example.com, https://evil.example"),
        new(
            "Origin twice, one of them ours",
            victims => Honest(
                victims, headers: "Origin: https://inspector.example.com\r\nOrigin: https://evil.example\r\n"),
            403),
        new(
            "Origin twice, both of them ours",
            victims => Honest(
                victims, headers: "Origin: https://inspector.example.com\r\nOrigin: https://inspector.example.com\r\n"),
            403),
        new("Origin foreign, and a preflight", _ => RawRequest.Send(
            "OPTIONS", "/mcp", "localhost:3000", "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n", ""), 403),
        new("Origin null, and a preflight", _ => RawRequest.Send(
            "OPTIONS", "/mcp", "localhost:3000", "Origin: null\r\nAccess-Control-Request-Method: POST\r\n", ""), 403),
        new("Origin foreign, and a preflight of the token", _ => RawRequest.Send("OPTIONS", "/mcp", "localhost:3000",
            "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n", ""), 403),
        new(
            "Origin foreign, and a cookie",
            victims => Honest(victims, headers: "Origin: https://evil.example\r\nCookie: a=b\r\n"),
            403),
        new("Origin foreign, ours in Referer", victims => Honest(
            victims, headers: "Origin: https://evil.example\r\nReferer: https://inspector.example.com/\r\n"), 403),
        new("Origin foreign, and no token", _ => RawRequest.Post(headers: "Origin: https://evil.example\r\n"), 403),
        new("Origin of ours in capitals", victims => Honest(victims, headers: "Origin: HTTPS://INSPECTOR.EXAMPLE.COM\r\n"), 200) { RequestsUpstream = 1 },
        Host("foreign", "evil.example", 403),
        Host("that starts like ours", "localhost:3000.evil.example", 400),
        Host("that starts like a configured one", "mcp.example.com.evil.example", 403),
        Host("of another port", "localhost:3001", 403),
        Host("without the port", "localhost", 403),
        Host("of a default port that is written out", "mcp.example.com:443", 403),
        Host("of a subdomain of a configured one", "x.mcp.example.com", 403),
        Host("in letters beyond ASCII", "mcp.e\xC4\x97ample.com", 400),
        Host("in another spelling of a letter (punycode)", "mcp.xn--exmple-cua.com", 403),
        Host("with an escape", "mcp%2Eexample.com", 400),
        Host("of two names in one", "mcp.example.com, evil.example", 400),
        Host("with a tab", "mcp.example.com\tevil.example", 400),
        Host("with a null byte", "mcp.example.com\0.evil.example", 400),
        Host("with an empty port", "localhost:", 400),
        Host("with a port of leading zeros", "localhost:03000", 403),
        Host("with a port beyond 65535", "localhost:99999", 403),
        Host("with two ports", "localhost:3000:3000", 400),
        Host("with a trailing dot", "localhost.:3000", 403),
        Host("with a user name", "evil@localhost:3000", 400),
        Host("with a path", "localhost:3000/mcp", 400),
        Host("of loopback in numbers, in production", "127.0.0.1:3000", 403),
        Host("of loopback in one number", "2130706433:3000", 403),
        Host("of IPv6 loopback, in production", "[::1]:3000", 403),
        Host("of IPv6 loopback in full", "[0:0:0:0:0:0:0:1]:3000", 403),
        Host("of mapped IPv4", "[::ffff:127.0.0.1]:3000", 403),
        Host("of IPv6 with a zone", "[::1%25lo]:3000", 400),
        Host("of IPv6 without brackets", "::1", 400),
        Host("empty", "", 403),
        new("Host absent", victims => Honest(victims, host: null), 400),
        new(
            "Host absent in HTTP/1.0",
            victims => Honest(victims, host: null).Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal),
            403),
        new("Host twice", victims => Honest(victims, headers: "Host: localhost:3000\r\n"), 400),
        new(
            "Host foreign, ours in X-Forwarded-Host",
            victims => Honest(victims, host: "evil.example", headers: "X-Forwarded-Host: localhost:3000\r\n"),
            403),
        new(
            "Host foreign, ours in Forwarded",
            victims => Honest(victims, host: "evil.example", headers: "Forwarded: host=localhost:3000\r\n"),
            403),
        new("Host foreign, ours in X-Original-Host", victims => Honest(
            victims, host: "evil.example", headers: "X-Original-Host: localhost:3000\r\nX-Host: localhost:3000\r\n"), 403),
        new("Host ours, another in the target", victims => Honest(victims, target: "http://evil.example/mcp"), 400),
        new(
            "Host foreign and the same in the target",
            victims => Honest(victims, "http://evil.example/mcp", "evil.example"),
            403),
        new(
            "Host ours, foreign in X-Forwarded-Host, and no token",
            _ => RawRequest.Post(headers: "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"),
            401,
            Challenges.Anonymous),

        // Kestrel drops a user name from the target, and has compared what is left with Host.
        new("Host ours, and the target with a user name", victims => Honest(victims, target: "http://evil@localhost:3000/mcp"), 200) { RequestsUpstream = 1 },
        new("Host ours in the target too", victims => Honest(victims, target: "http://localhost:3000/mcp"), 200) { RequestsUpstream = 1 },
        new("Host of a configured name in capitals", victims => Honest(victims, host: "MCP.EXAMPLE.COM"), 200) { RequestsUpstream = 1 },
        new("Host of a configured name", victims => Honest(victims, host: "mcp.example.com"), 200) { RequestsUpstream = 1 },
    ];

    private static string Honest(
        Victims victims, string target = "/mcp", string? host = "localhost:3000", string headers = "") =>
        RawRequest.Post($"Bearer {victims.Token.Honest()}", target, host, headers);

    private static HostileRequest Origin(string name, string origin) =>
        new($"Origin {name}", victims => Honest(victims, headers: $"Origin: {origin}\r\n"), 403);

    // What is no host at all (RFC 3986) Kestrel answers with 400, before this server's list.
    private static HostileRequest Host(string name, string host, int status) =>
        new($"Host {name}", victims => Honest(victims, host: host), status);
}
