using McpIntegration.Tests.Pipeline;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Tokens that the issuer has signed, and that are still no access token of a caller for this server.
/// </summary>
internal static class ClaimRows
{
    private const string Expired = "The token has expired.";
    private const string Early = "The token is not valid yet.";
    private const string NoExpiry = "The token has no expiry.";
    private const string Issuer = "The token was issued by another issuer.";
    private const string Audience = "The token was issued for another audience.";
    private const string Subject = "The token names no subject.";
    private const string Bound = "The token is bound to a key (cnf), which this server cannot check.";
    private const string Type = "The token is no access token.";
    private const string Malformed = "The token is malformed.";
    private const string Invalid = "The token is not valid.";
    private const string Resource = McpServerApp.Resource;

    public static IEnumerable<HostileRequest> All =>
    [
        Refused("expired just beyond the skew", Expired, "exp", _ => $"{ForgedToken.Now - 31}"),
        Refused("not valid yet, just beyond the skew", Early, "nbf", _ => $"{ForgedToken.Now + 40}"),
        Refused("exp absent", NoExpiry, "exp", _ => null),
        Refused("exp null", Malformed, "exp", _ => "null"),
        Refused("exp as text", Malformed, "exp", _ => $"\"{ForgedToken.Now + 300}\""),
        Refused("exp negative", Expired, "exp", _ => "-1"),
        Refused("exp zero", Expired, "exp", _ => "0"),
        Refused("exp a list", Malformed, "exp", _ => $"[{ForgedToken.Now + 300}]"),
        Refused("exp true", Malformed, "exp", _ => "true"),
        Refused("nbf behind exp", Invalid, "nbf", _ => $"{ForgedToken.Now + 3_000}"),
        Refused("nbf as text", Malformed, "nbf", _ => "\"0\""),
        Refused("iat as text", Malformed, "iat", _ => "\"0\""),
        Refused("exp beyond every number", Malformed, "exp", _ => "1e400"),
        Refused("exp of 20 digits", Malformed, "exp", _ => "99999999999999999999"),
        Refused("issuer of another", Issuer, "iss", _ => "\"https://issuer.example\""),
        Refused("issuer with a trailing slash", Issuer, "iss", token => $"\"{token.Issuer}/\""),
        Refused("issuer in capitals", Issuer, "iss", token => $"\"{token.Issuer.ToUpperInvariant()}\""),
        Refused("issuer that starts like ours", Issuer, "iss", token => $"\"{token.Issuer}.evil.example\""),
        Refused("issuer that ours starts with", Issuer, "iss", token => $"\"{token.Issuer[..^1]}\""),
        Refused("issuer with a space", Issuer, "iss", token => $"\"{token.Issuer} \""),
        Refused("issuer absent", Issuer, "iss", _ => null),
        Refused("issuer null", Issuer, "iss", _ => "null"),
        Refused("issuer in a list", Malformed, "iss", token => $"[\"{token.Issuer}\"]"),
        Refused("issuer a number", Malformed, "iss", _ => "5"),
        Refused("audience of another", Audience, "aud", _ => "\"https://api.example/mcp\""),
        Refused("audience with a trailing slash", Audience, "aud", _ => $"\"{Resource}/\""),
        Refused("audience in capitals", Audience, "aud", _ => $"\"{Resource.ToUpperInvariant()}\""),
        Refused("audience that starts like ours", Audience, "aud", _ => $"\"{Resource}/more\""),
        Refused("audience that ours starts with", Audience, "aud", _ => $"\"{Resource[..^4]}\""),
        Refused("audience of other ones only", Audience, "aud", _ => "[\"account\",\"https://b.example\"]"),
        Refused("audience as one text of two", Audience, "aud", _ => $"\"{Resource} account\""),
        Refused("audience an empty list", Audience, "aud", _ => "[]"),
        Refused("audience null", Audience, "aud", _ => "null"),
        Refused("audience absent", Audience, "aud", _ => null),
        Refused("audience a number", Malformed, "aud", _ => "3000"),
        Refused("audience an object", Malformed, "aud", _ => $"{{\"{Resource}\":1}}"),
        Refused("audience a list in a list", Malformed, "aud", _ => $"[[\"{Resource}\"]]"),
        Refused("subject absent", Subject, "sub", _ => null),
        Refused("subject empty", Subject, "sub", _ => "\"\""),
        Refused("subject null", Malformed, "sub", _ => "null"),
        Refused("subject a number", Malformed, "sub", _ => "7"),
        Refused("subject a list", Malformed, "sub", _ => "[\"alice\",\"bob\"]"),
        Refused("subject an object", Malformed, "sub", _ => "{\"id\":\"alice\"}"),
        Refused("subject true", Malformed, "sub", _ => "true"),
        Refused("subject blank", Subject, "sub", _ => "\" \\t\""),
        Refused("payload typ ID", Type, "typ", _ => "\"ID\""),
        Refused("payload typ Refresh", Type, "typ", _ => "\"Refresh\""),
        Refused("payload typ Offline", Type, "typ", _ => "\"Offline\""),
        Refused("payload typ Logout", Type, "typ", _ => "\"Logout\""),
        Refused("payload typ a number", Type, "typ", _ => "1"),
        Refused("payload typ null", Type, "typ", _ => "null"),
        Refused("payload typ a list", Type, "typ", _ => "[\"Bearer\"]"),
        Refused("payload typ an object", Type, "typ", _ => "{\"Bearer\":\"Bearer\"}"),
        Refused("payload typ with a space", Type, "typ", _ => "\"Bearer \""),
        Refused("payload typ DPoP", Type, "typ", _ => "\"DPoP\""),
        Refused("bound to a key by its thumbprint (DPoP)", Bound, "cnf", _ => "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"),
        Refused("bound to a certificate (mutual TLS)", Bound, "cnf", _ => "{\"x5t#S256\":\"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2\"}"),
        Refused("bound to nothing", Bound, "cnf", _ => "null"),
        Twice("subject twice", "\"sub\":\"bob\"", Malformed),
        Twice("subject twice, the second named with an escape", "\"s\\u0075b\":\"bob\"", Malformed),
        Twice("scope twice", "\"scope\":\"mcp:query\"", Malformed),
        Twice("audience twice, the last one ours", $"\"aud\":\"{Resource}\"", Malformed),
        Twice("audience twice, the last one foreign", "\"aud\":\"https://api.example\"", Audience),
        Twice("issuer twice, the last one foreign", "\"iss\":\"https://issuer.example\"", Issuer),
        Twice("expiry twice, the last one past", "\"exp\":1", Malformed),
        Twice("payload typ twice, the last one ID", "\"typ\":\"ID\"", Malformed),
        Twice("the last audience named with an escape and foreign", "\"\\u0061ud\":\"https://api.example\"", Audience),
        Typ("header typ JOSE", "\"typ\":\"JOSE\""),
        Typ("header typ ID", "\"typ\":\"ID\""),
        Typ("header typ Refresh", "\"typ\":\"Refresh\""),
        Typ("header typ logout+jwt", "\"typ\":\"logout+jwt\""),
        Typ("header typ dpop+jwt", "\"typ\":\"dpop+jwt\""),
        Typ("header typ empty", "\"typ\":\"\""),
        Typ("header typ in capitals", "\"typ\":\"AT+JWT\""),
        Typ("header typ with a parameter", "\"typ\":\"at+jwt; x=1\""),
        Typ("header typ of another tree", "\"typ\":\"text/at+jwt\""),
        Signed("header typ in a list", token => token.Sign(
            """{"alg":"RS256","kid":"test-key","typ":["at+jwt"]}""", token.Payload()), Challenges.Invalid(Malformed)),
        Typ("header typ absent", "\"x\":1"),
        Typ("header typ null", "\"typ\":null"),
        Passed("audience ours among others", ("aud", $"[\"account\",\"{Resource}\"]")),
        Passed("exp with a fraction", ("exp", $"{ForgedToken.Now + 86_400}.5")),

        Passed("exp in the year 9999", ("exp", "253402300799")),
        Passed("exp beyond the year 9999", ("exp", "9999999999999")),
        Passed("a person that another acts for (RFC 8693)", ("act", "{\"sub\":\"somebody-else\"}")),
        Signed("header typ in full", token => token.Sign(
            """{"alg":"RS256","kid":"test-key","typ":"application/at+jwt"}""", token.Payload()), null),

        // RFC 7519, section 4.1.6: iat says when and forbids nothing; clocks differ.
        Passed("iat in the future", ("iat", $"{ForgedToken.Now + 3_000}")),
        Login("an ID token of a real login", login => $"{login.Json["id_token"]}", Challenges.Invalid(Audience)),
        Login("a refresh token of a real login", login => login.RefreshToken, Challenges.Invalid(Audience)),
        Login("an access token of a real login", login => login.AccessToken, null),
    ];

    private static HostileRequest Refused(string name, string reason, string member, Func<ForgedToken, string?> json) =>
        Signed(
            name, token =>
                token.Sign(ForgedToken.Header, token.Payload((member, json(token)))), Challenges.Invalid(reason));

    // RFC 7519, section 4: a name that stands twice may be refused, which leaves no two readers anything to differ
    // about.
    private static HostileRequest Twice(string name, string member, string reason) =>
        Signed(name, token => token.Sign(ForgedToken.Header, token.PayloadAnd(member)), Challenges.Invalid(reason));

    private static HostileRequest Typ(string name, string member) => Signed(
        name, token =>
            token.Sign($$"""{"alg":"RS256","kid":"test-key",{{member}}}""", token.Payload()), Challenges.Invalid(Type));

    private static HostileRequest Passed(string name, (string Name, string Json) change) =>
        Signed(name, token => token.Sign(ForgedToken.Header, token.Payload(change)), null);

    private static HostileRequest Login(string name, Func<KeycloakMock.OAuthAnswer, string> token, string? challenge) =>
        Answered(name, victims => token(victims.Login), challenge) with { IsForKeycloak = true };

    private static HostileRequest Signed(string name, Func<ForgedToken, string> token, string? challenge) =>
        Answered(name, victims => token(victims.Token), challenge);

    private static HostileRequest Answered(string name, Func<Victims, string> token, string? challenge) =>
        new(name, victims => RawRequest.Post($"Bearer {token(victims)}"), challenge is null ? 200 : 401, challenge)
        {
            RequestsUpstream = challenge is null ? 1 : 0,
        };
}
