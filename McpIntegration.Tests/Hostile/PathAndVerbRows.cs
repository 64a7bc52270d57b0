namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Spellings of the two addresses: the protocol's without a token, the metadata's, and both with other verbs.
/// </summary>
internal static class PathAndVerbRows
{
    private const string Metadata = "/.well-known/oauth-protected-resource";

    public static IEnumerable<HostileRequest> All =>
    [
        Anonymous("/mcp"),
        Anonymous("/mcp/"),
        Anonymous("/MCP"),
        Anonymous("/%6dcp"),
        Anonymous("/mcp//"),
        Anonymous("/mcp/."),
        Anonymous("/./mcp"),
        Anonymous("/health/../mcp"),
        Anonymous("/mcp/%2e%2e/mcp"),
        Anonymous("/mcp?/../health"),
        Anonymous("/mcp/health"),
        Anonymous("/mcp/.well-known/oauth-protected-resource"),
        Anonymous("/mcp/%2e%2e%2fhealth"),
        Nothing("//mcp"),
        Nothing("/%2fmcp"),
        Nothing("/mcp%2f"),
        Nothing("/mcp%2fx"),
        Nothing("/mcp;x=1"),
        Nothing("/mcp%20"),
        Nothing("/mcp."),
        Nothing("/mcp%3f"),
        Nothing("/mcp%c0%af"),
        Nothing("/mcpx"),
        Nothing("/mcp\\"),
        Nothing("/%ef%bd%8dcp"),
        Nothing("/mcp/.."),
        Nothing("/%2e%2e/%2e%2e/etc/passwd"),
        Nothing("/", "X-Original-URL: /mcp\r\nX-Rewrite-URL: /mcp\r\n"),
        Nothing("/", "X-Forwarded-Prefix: /mcp\r\nX-Forwarded-Path: /mcp\r\n"),
        Nothing("/health/%2e%2e%2fmcp"),
        Nothing("/mcp/..;/mcp"),
        Nothing("/m%63p%252f"),
        new("POST /mcp%00", _ => RawRequest.Post(target: "/mcp%00"), 400),
        new("POST /mcp with a raw null byte", _ => RawRequest.Post(target: "/mcp\0"), 400),
        Nothing("/mcp#x"),
        Document("", 200),
        Document("/", 200),
        Document("/mcp", 200),
        Document("/mcp/", 200),
        Document("/MCP", 200),
        Document("//", 404),
        Document("//mcp", 404),
        Document("%2fmcp", 404),
        Document("/mcp%2f", 404),
        Document("/mcp/..", 200),
        Document("/../oauth-authorization-server", 404),
        Document("/mcp/more", 404),
        Document("/other", 404),
        Document(";x=1", 404),
        Document(".json", 404),
        Document("/%6dcp", 200),
        Document("%00", 400),
        Document("?resource=https://evil.example", 200),
        Document("/mcp?/../health", 200),
        Document("/mcp#x", 404),
        Document("\\mcp", 404),
        new("HEAD on the metadata", _ => Verb("HEAD", Metadata), 200),
        new("POST on the metadata", _ => RawRequest.Post(target: Metadata), 405),
        new("DELETE on the metadata", _ => Verb("DELETE", Metadata), 405),
        AnonymousVerb("GET"),
        AnonymousVerb("PUT"),
        AnonymousVerb("DELETE"),
        AnonymousVerb("TRACE"),
        AnonymousVerb("OPTIONS"),
        AnonymousVerb("PROPFIND"),
        AnonymousVerb("post"),
        HonestVerb("GET", 405),
        HonestVerb("DELETE", 405),
        HonestVerb("TRACE", 405),
        HonestVerb("OPTIONS", 405),
        HonestVerb("GET", 405, "X-HTTP-Method-Override: POST\r\nX-HTTP-Method: POST\r\n"),

        // Kestrel's own answers: CONNECT alone names a host, and only a host, and * is for OPTIONS alone.
        new(
            "CONNECT /mcp",
            victims => Verb("CONNECT", "/mcp", RawRequest.Authorization($"Bearer {victims.Token.Honest()}")),
            405),
        new("POST without a leading slash", victims => RawRequest.Post($"Bearer {victims.Token.Honest()}", "mcp"), 405),
        new(
            "CONNECT another host",
            victims => Verb(
                "CONNECT", "evil.example:443", RawRequest.Authorization($"Bearer {victims.Token.Honest()}")),
            400),
        new(
            "CONNECT this host",
            victims => Verb("CONNECT", "localhost:3000", RawRequest.Authorization($"Bearer {victims.Token.Honest()}")),
            404),
        new("OPTIONS *", _ => Verb("OPTIONS", "*"), 404),
        new("POST *", victims => RawRequest.Post($"Bearer {victims.Token.Honest()}", "*"), 405),
        new("a verb that is none", _ => Verb("PO(ST", "/mcp"), 400),
    ];

    private static string Verb(string verb, string target, string headers = "") =>
        RawRequest.Send(verb, target, "localhost:3000", headers, RawRequest.QueryData);

    private static HostileRequest Anonymous(string target) =>
        new($"POST {target}", _ => RawRequest.Post(target: target), 401, Challenges.Anonymous);

    /// <summary>With a token, so that a spelling that routing takes for the endpoint would show.</summary>
    private static HostileRequest Nothing(string target, string headers = "") => new(
        $"POST {target} with a token{(headers.Length == 0 ? "" : $" and {headers.Split(':')[0]}")}",
        victims => RawRequest.Post($"Bearer {victims.Token.Honest()}", target, headers: headers),
        404);

    private static HostileRequest Document(string suffix, int status) =>
        new($"GET metadata{suffix}", _ => RawRequest.Get(Metadata + suffix), status);

    private static HostileRequest AnonymousVerb(string verb) =>
        new($"{verb} without a token", _ => Verb(verb, "/mcp"), 401, Challenges.Anonymous);

    private static HostileRequest HonestVerb(string verb, int status, string headers = "") => new(
        $"{verb} with a token{(headers.Length == 0 ? "" : " and an override")}",
        victims => Verb(verb, "/mcp", RawRequest.Authorization($"Bearer {victims.Token.Honest()}") + headers),
        status);
}
