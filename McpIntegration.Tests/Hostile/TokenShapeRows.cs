namespace McpIntegration.Tests.Hostile;

/// <summary>What is called a token and cannot be one, or asks for more of the reader than it has to give.</summary>
internal static class TokenShapeRows
{
    private const string NoSignature = "The token's signature is not valid.";
    private const string Malformed = "The token is malformed.";
    private const string Invalid = "The token is not valid.";

    public static IEnumerable<HostileRequest> All =>
    [
        Refused("one character", Malformed, _ => "x"),
        Refused("one segment", Malformed, token => token.Honest().Split('.')[1]),
        Refused("two segments", Malformed, token => string.Join('.', token.Honest().Split('.')[..2])),
        Refused("four segments", Malformed, token => token.Honest() + ".x"),
        Refused("three empty segments", Malformed, _ => ".."),
        Refused("a leading dot", Malformed, token => "." + token.Honest()),
        Refused("cut in the signature", NoSignature, token => token.Honest()[..^22]),
        Refused("cut in a character of the signature", Malformed, token => token.Honest()[..^1]),
        Refused("cut in the payload", Malformed, token => token.Honest()[..200]),
        Refused("a padded signature", Malformed, token => token.Honest() + "=="),
        Refused("a signature with other bits behind its end", Malformed, token => OtherLastBits(token.Honest())),
        Refused("a payload with other bits behind its end", Malformed, OtherLastBitsOfThePayload),
        Refused("a padded header", Malformed, token => token.Honest().Replace(".", "=.", StringComparison.Ordinal)),
        Refused("plus and slash in the signature", Malformed, token => Segment(token.Honest(), 2, "+/+/" + new string('A', 338))),
        Refused("a header that is no JSON", Malformed, token => token.Sign("RS256", token.Payload())),
        Refused("a header that is a list", Malformed, token => token.Sign("[]", token.Payload())),
        Refused("a payload that is a list", Malformed, token => token.Sign(ForgedToken.Header, $"[{token.Payload()}]")),
        Refused("a payload that is null", Malformed, token => token.Sign(ForgedToken.Header, "null")),
        Refused("a payload with text behind it", Malformed, token => token.Sign(ForgedToken.Header, token.Payload() + "{}")),
        Refused("a payload with bytes that are no UTF-8", Malformed, token => token.Sign(ForgedToken.Header, token.Payload(("sub", "\"\xFF\xC3\"")))),
        Refused("a subject of half a surrogate pair", Malformed, token => token.Sign(ForgedToken.Header, token.Payload(("sub", "\"\\ud800\"")))),
        Refused("a scope of half a surrogate pair", Malformed, token => token.Sign(ForgedToken.Header, token.Payload(("scope", "\"mcp:query \\ud800\"")))),
        Refused("a payload 1,000 levels deep", Malformed, token => token.Sign(ForgedToken.Header, token.Payload(("x", Nested(1_000))))),
        Refused("a header 1,000 levels deep", Malformed, token => token.Sign($$"""{"x":{{Nested(1_000)}},{{ForgedToken.Header[1..]}}""", token.Payload())),
        Refused("crit of an extension nobody knows", Malformed, token => Critical(token, "\"crit\":[\"exp\"],\"exp\":1")),
        Refused("crit b64", Malformed, token => Critical(token, "\"crit\":[\"b64\"],\"b64\":false")),
        Refused("crit an empty list", Malformed, token => Critical(token, "\"crit\":[]")),
        Refused("a payload that is not encoded (b64 false)", Malformed, token => Unencoded(token)),
        Refused("an encrypted token (RSA-OAEP)", Invalid, _ => Encrypted("""{"alg":"RSA-OAEP","enc":"A256GCM","kid":"test-key","typ":"at+jwt"}""")),
        Refused("an encrypted token (dir)", Invalid, _ => Encrypted("""{"alg":"dir","enc":"A128CBC-HS256","cty":"JWT","typ":"at+jwt"}""")),
        Refused("an encrypted token that says it is compressed", Invalid, _ => Encrypted("""{"alg":"dir","enc":"A128CBC-HS256","zip":"DEF"}""")),
        Refused("an encrypted token of 10,000,000 rounds (PBES2)", Invalid, _ => Encrypted("""{"alg":"PBES2-HS256+A128KW","enc":"A128CBC-HS256","p2c":10000000,"p2s":"AAAA"}""")),
        Refused("a member twice in the header", Malformed, token => token.Sign("""{"alg":"RS256","kid":"test-key","kid":"test-key","typ":"at+jwt"}""", token.Payload())),
        Refused("a header with text behind it", Malformed, token => token.Sign(ForgedToken.Header + " x", token.Payload())),
        Refused("a token in a token", Malformed, token => token.Sign("""{"alg":"RS256","kid":"test-key","typ":"at+jwt","cty":"JWT"}""", token.Honest())),
        Refused("8,193 characters", Malformed, token => token.Honest().PadRight(8_193, 'A')),
        Passed(
            "claims named with escapes",
            token => token.Sign(
                ForgedToken.Header, token.Payload().Replace("\"sub\"", "\"s\\u0075b\"", StringComparison.Ordinal))),

        // Kestrel bounds the head at 32 KB and answers for itself, without a body.
        new(
            "a header of 100 KB",
            victims => RawRequest.Post($"Bearer {victims.Token.Honest().PadRight(100_000, 'A')}"),
            431),
    ];

    /// <summary>
    /// The last character stands for fewer bits than six: the last one counts for nothing, and is to be zero.
    /// </summary>
    private static string OtherLastBits(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text[..^1] + Alphabet[Alphabet.IndexOf(text[^1], StringComparison.Ordinal) ^ 1];
    }

    /// <summary>Signed as it is written: spaces behind the JSON leave one byte over, and so four bits.</summary>
    private static string OtherLastBitsOfThePayload(ForgedToken token)
    {
        var payload = token.Payload();
        var encoded =
            OtherLastBits(ForgedToken.Encode(payload.PadRight(payload.Length + ((4 - (payload.Length % 3)) % 3))));
        var input = $"{ForgedToken.Encode(ForgedToken.Header)}.{encoded}";
        return $"{input}.{ForgedToken.Encode(token.TrustedKey, input)}";
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static string Segment(string token, int index, string text)
    {
        var parts = token.Split('.');
        parts[index] = text;
        return string.Join('.', parts);
    }

    private static string Critical(ForgedToken token, string members) =>
        token.Sign($$"""{"alg":"RS256","kid":"test-key","typ":"at+jwt",{{members}}}""", token.Payload());

    private static string Unencoded(ForgedToken token) =>
        Segment(Critical(token, "\"crit\":[\"b64\"],\"b64\":false"), 1, "alice");

    private static string Encrypted(string header) =>
        $"{ForgedToken.Encode(header)}.{new string('A', 342)}.AAAAAAAAAAAAAAAAAAAAAA.{new string('A', 64)}.AAAAAAAAAAAAAAAAAAAAAA";

    private static HostileRequest Refused(string name, string reason, Func<ForgedToken, string> token) =>
        new(name, victims => RawRequest.Post($"Bearer {token(victims.Token)}"), 401, Challenges.Invalid(reason));

    private static HostileRequest Passed(string name, Func<ForgedToken, string> token) =>
        new(name, victims => RawRequest.Post($"Bearer {token(victims.Token)}"), 200) { RequestsUpstream = 1 };
}
