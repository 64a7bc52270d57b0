namespace McpIntegration.Tests.Hostile;

/// <summary>Honest tokens in the wrong place, or in the right place in the wrong form.</summary>
internal static class AuthorizationHeaderRows
{
    public static IEnumerable<HostileRequest> All =>
    [
        Malformed(
            "the header twice",
            token => RawRequest.Post($"Bearer {token}", headers: $"Authorization: Bearer {token}\r\n")),
        Malformed(
            "the header twice, the other one Basic",
            token => RawRequest.Post($"Bearer {token}", headers: "authorization: Basic YTpi\r\n")),
        Malformed(
            "the header twice, the other one empty",
            token => RawRequest.Post($"Bearer {token}", headers: "Authorization:\r\n")),
        Malformed("the header folded", token => RawRequest.Post($"Bearer\r\n {token}")),
        Malformed("the token folded", token => RawRequest.Post($"Bearer {token[..40]}\r\n\t{token[40..]}")),
        Malformed("two tokens joined by a comma", token => RawRequest.Post($"Bearer {token},{token}")),
        Malformed("two tokens in two challenges' form", token => RawRequest.Post($"Bearer {token}, Bearer {token}")),
        Malformed("the token in quotes", token => RawRequest.Post($"Bearer \"{token}\"")),
        Malformed("the scheme alone", _ => RawRequest.Post("Bearer")),
        Malformed("a null byte in the token", token => RawRequest.Post($"Bearer {token}\0")),
        Malformed("a byte beyond ASCII in the token", token => RawRequest.Post($"Bearer {token}\xE9")),
        Malformed("a space before the colon", token => RawRequest.Post(headers: $"Authorization : Bearer {token}\r\n")),
        Malformed("a tab instead of the space", token => RawRequest.Post($"Bearer\t{token}")),
        Malformed("a tab before the token", token => RawRequest.Post($"Bearer \t{token}")),
        Anonymous("Basic", _ => RawRequest.Post("Basic YWxpY2U6YWxpY2U=")),
        Anonymous("the token without a scheme", token => RawRequest.Post(token)),
        Anonymous("two schemes in one header, the other one first", token => RawRequest.Post($"Basic YTpi, Bearer {token}")),
        Malformed("two schemes in one header, ours first", token => RawRequest.Post($"Bearer {token}, Basic YTpi")),
        Malformed("the token as a parameter", token => RawRequest.Post($"Bearer token=\"{token}\"")),
        Malformed("two tokens with a space between", token => RawRequest.Post($"Bearer {token} {token}")),
        Malformed(
            "the token in an escape of addresses",
            token => RawRequest.Post($"Bearer {token.Replace(".", "%2E", StringComparison.Ordinal)}")),
        Anonymous("the scheme and an equals sign", token => RawRequest.Post($"Bearer={token}")),
        Malformed("the scheme with letters that look the same", token => RawRequest.Post($"B\xC4\x97arer {token}")),
        Malformed(
            "a null byte in the header's name",
            token => RawRequest.Post(headers: $"Authorization\0: Bearer {token}\r\n")),
        Anonymous("an underscore in the header's name", token => RawRequest.Post(headers: $"HTTP_AUTHORIZATION: Bearer {token}\r\n")),
        Anonymous("the token as DPoP", token => RawRequest.Post($"DPoP {token}")),
        Anonymous("the scheme behind another word", token => RawRequest.Post($"Token Bearer {token}")),
        Anonymous("an empty header", _ => RawRequest.Post("")),
        Anonymous("access_token in the query", token => RawRequest.Post(target: $"/mcp?access_token={token}")),
        Anonymous("Authorization in the query", token => RawRequest.Post(target: $"/mcp?Authorization=Bearer%20{token}")),
        Anonymous("access_token in a form", token => RawRequest.Post(
            headers: "Content-Type: application/x-www-form-urlencoded\r\n", body: $"access_token={token}").Replace("Content-Type: application/json\r\n", "", StringComparison.Ordinal)),
        Anonymous("a cookie", token => RawRequest.Post(headers: $"Cookie: access_token={token}; Authorization=Bearer%20{token}\r\n")),
        Anonymous("X-Authorization", token => RawRequest.Post(headers: $"X-Authorization: Bearer {token}\r\n")),
        Anonymous("X-Forwarded-Access-Token", token => RawRequest.Post(headers: $"X-Forwarded-Access-Token: {token}\r\n")),
        Anonymous("X-MS-TOKEN-AAD-ACCESS-TOKEN", token => RawRequest.Post(headers: $"X-MS-TOKEN-AAD-ACCESS-TOKEN: {token}\r\n")),
        Anonymous("Proxy-Authorization", token => RawRequest.Post(headers: $"Proxy-Authorization: Bearer {token}\r\n")),
        Anonymous("X-MS-CLIENT-PRINCIPAL", _ => RawRequest.Post(headers: "X-MS-CLIENT-PRINCIPAL-ID: alice\r\nX-MS-CLIENT-PRINCIPAL: eyJ9\r\nX-Forwarded-User: alice\r\n")),
        Anonymous("a session id in place of a token", _ => RawRequest.Post(headers: "Mcp-Session-Id: 0BsTW1DvU2N6GSqJ4I9_sA\r\n")),
        Passed("bearer in small letters", token => RawRequest.Post($"bearer {token}")),
        Passed("spaces around", token => RawRequest.Post($"   Bearer   {token}  ")),
    ];

    private static HostileRequest Malformed(string name, Func<string, string> write) =>
        new(name, victims => write(victims.Token.Honest()), 400);

    private static HostileRequest Anonymous(string name, Func<string, string> write) =>
        new(name, victims => write(victims.Token.Honest()), 401, Challenges.Anonymous);

    private static HostileRequest Passed(string name, Func<string, string> write) =>
        new(name, victims => write(victims.Token.Honest()), 200) { RequestsUpstream = 1 };
}
