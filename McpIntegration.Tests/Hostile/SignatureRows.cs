using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Tokens whose signature is not the issuer's, and headers that talk a careless reader into believing it is.
/// </summary>
internal static class SignatureRows
{
    private const string NoSignature = "The token's signature is not valid.";
    private const string Malformed = "The token is malformed.";

    private static readonly RSA Stranger = RSA.Create(2048);

    public static IEnumerable<HostileRequest> All =>
    [
        Refused("signature stripped", token => Cut(token.Honest())),
        Refused("alg none", token => Unsigned(token, "none")),
        Refused("alg None", token => Unsigned(token, "None")),
        Refused("alg NONE", token => Unsigned(token, "NONE")),
        Refused("alg nOnE", token => Unsigned(token, "nOnE")),
        Refused("alg none with a signature", token => token.Sign(Header("none"), token.Payload())),
        Refused("alg empty", token => token.Sign(Header(""), token.Payload())),
        Refused("alg absent", token => token.Sign("""{"kid":"test-key","typ":"at+jwt"}""", token.Payload())),
        Refused("alg a number", token => token.Sign("""{"alg":5,"kid":"test-key","typ":"at+jwt"}""", token.Payload()), Malformed),
        Refused("alg a list", token => token.Sign("""{"alg":["RS256"],"kid":"test-key","typ":"at+jwt"}""", token.Payload()), Malformed),
        Refused("alg twice, none first", token => token.Sign("""{"alg":"none","alg":"HS256","kid":"test-key","typ":"at+jwt"}""", token.Payload())),
        Refused("alg RS1", token => Other(token, "RS1", HashAlgorithmName.SHA1)),
        Refused("alg rs256", token => token.Sign(Header("rs256"), token.Payload())),
        Refused("alg in an escape", token => Unsigned(token, "n\\u006fne")),
        Refused("HS256 with the public key in DER", token => Hmac(token, token.TrustedKey.ExportSubjectPublicKeyInfo())),
        Refused("HS256 with the public key in PKCS#1", token => Hmac(token, token.TrustedKey.ExportRSAPublicKey())),
        Refused("HS256 with the public key's PEM", token => Hmac(token, Encoding.ASCII.GetBytes(token.TrustedKey.ExportSubjectPublicKeyInfoPem()))),
        Refused("HS256 with the public key's PEM and a line end", token => Hmac(token, Encoding.ASCII.GetBytes(token.TrustedKey.ExportSubjectPublicKeyInfoPem() + "\n"))),
        Refused("HS256 with the JWK's text", token => Hmac(token, Encoding.ASCII.GetBytes(Jwk(token.TrustedKey)))),
        Refused("HS256 with the modulus", token => Hmac(token, token.TrustedKey.ExportParameters(false).Modulus ?? [])),
        Refused("HS256 with the key's name", token => Hmac(token, "test-key"u8.ToArray())),
        Refused("HS256 with an empty secret", token => Hmac(token, [])),
        Refused("RSA's signature called HS256", token => token.Sign(Header("HS256"), token.Payload())),
        Refused("RSA's signature called ES256", token => token.Sign(Header("ES256"), token.Payload())),
        Refused("RSA's signature called PS256", token => token.Sign(Header("PS256"), token.Payload())),
        Refused("signature of zeros for ES256", token => ForgedToken.Join(Header("ES256"), token.Payload(), _ => new byte[64])),
        Refused("payload swapped", token => Swap(token, 1)),
        Refused("header swapped", token => Swap(token, 0)),
        Refused("signature of another token", token => Swap(token, 2)),
        Refused("another RSA key of the same kid", token => ForgedToken.Sign(ForgedToken.Header, token.Payload(), Stranger)),
        Refused("its own jwk in the header", token => Own(token, $"\"jwk\":{Jwk(Stranger)}")),
        Refused("its own jwk and no kid", token => ForgedToken.Sign($$"""{"alg":"RS256","typ":"at+jwt","jwk":{{Jwk(Stranger)}}}""", token.Payload(), Stranger)),
        Refused("its own x5c in the header", token => Own(token, $"\"x5c\":[\"{Convert.ToBase64String(Stranger.ExportSubjectPublicKeyInfo())}\"]")),
        Fetched("its own jku in the header", "\"jku\":\"{0}certs\""),
        Fetched("its own x5u in the header", "\"x5u\":\"{0}certs\""),
        Kid("kid of a path", "\"../../../../dev/null\"", []),
        Kid("kid of SQL", "\"x' UNION SELECT 'secret'--\"", "secret"u8.ToArray()),
        Kid("kid of a command", "\"| cat /etc/passwd\"", []),
        Kid("kid of 5,000 characters", $"\"{new string('k', 5_000)}\"", []),
        Kid("kid empty", "\"\"", []),
        Kid("kid in other letters", "\"TEST-KEY\"", []),
        Kid("kid null", "null", []),
        Kid("kid a number", "7", [], Malformed),
        Kid("kid a list", "[\"test-key\"]", [], Malformed),
        Kid("kid an object", "{\"test-key\":1}", [], Malformed),
        Refused("kid absent and another key", token => ForgedToken.Sign("""{"alg":"RS256","typ":"at+jwt"}""", token.Payload(), Stranger)),
        Passed("RS256 by the trusted key", token => token.Sign(Header("RS256"), token.Payload())),
        Refused("PS512 by the trusted key, which is published for RS256", token => Pss(token, "PS512", HashAlgorithmName.SHA512)),
        Refused("PS256 by the trusted key, which is published for RS256", token => Pss(token, "PS256", HashAlgorithmName.SHA256)),
        Refused("RS512 by the trusted key, which is published for RS256", token => Other(token, "RS512", HashAlgorithmName.SHA512)),
    ];

    private static string Header(string algorithm) => $$"""{"alg":"{{algorithm}}","kid":"test-key","typ":"at+jwt"}""";

    private static string Cut(string token) => token[..(token.LastIndexOf('.') + 1)];

    private static string Unsigned(ForgedToken token, string algorithm) =>
        Cut(token.Sign(Header(algorithm), token.Payload()));

    private static string Hmac(ForgedToken token, byte[] secret) =>
        ForgedToken.Join(Header("HS256"), token.Payload(), input => HMACSHA256.HashData(secret, input));

    private static string Pss(ForgedToken token, string algorithm, HashAlgorithmName hash) =>
        ForgedToken.Join(
            Header(algorithm),
            token.Payload(),
            input => token.TrustedKey.SignData(input, hash, RSASignaturePadding.Pss));

    private static string Other(ForgedToken token, string algorithm, HashAlgorithmName hash) =>
        ForgedToken.Join(
            Header(algorithm),
            token.Payload(),
            input => token.TrustedKey.SignData(input, hash, RSASignaturePadding.Pkcs1));

    private static string Own(ForgedToken token, string member) =>
        ForgedToken.Sign($$"""{"alg":"RS256","kid":"test-key","typ":"at+jwt",{{member}}}""", token.Payload(), Stranger);

    private static string Swap(ForgedToken token, int part)
    {
        var (parts, others) = (token.Honest().Split('.'), token.Sign("""{"alg":"RS256","kid":"test-key","typ":"JWT"}""", token.Payload()).Split('.'));
        parts[part] = others[part];
        return string.Join('.', parts);
    }

    private static string Jwk(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"test-key","n":"{{Encode(parameters.Modulus)}}","e":"{{Encode(parameters.Exponent)}}"}""";
    }

    private static string Encode(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static HostileRequest Refused(string name, Func<ForgedToken, string> token, string reason = NoSignature) =>
        new(name, victims => RawRequest.Post($"Bearer {token(victims.Token)}"), 401, Challenges.Invalid(reason));

    /// <summary>
    /// The address that the token brings is the internal API's mock, which would have recorded a look at it.
    /// </summary>
    private static HostileRequest Fetched(string name, string member) => new(
        name,
        victims => RawRequest.Post($"Bearer {Own(victims.Token, string.Format(null, CompositeFormat.Parse(member), $"{victims.Server.Api.BaseAddress}api/v1/"))}"),
        401,
        Challenges.Invalid(NoSignature));

    private static HostileRequest Kid(string name, string kid, byte[] secret, string reason = NoSignature) => Refused(
        name,
        token => ForgedToken.Join(
            $$"""{"alg":"HS256","kid":{{kid}},"typ":"at+jwt"}""", token.Payload(), input =>
                HMACSHA256.HashData(secret, input)),
        reason);

    private static HostileRequest Passed(string name, Func<ForgedToken, string> token) =>
        new(name, victims => RawRequest.Post($"Bearer {token(victims.Token)}"), 200) { RequestsUpstream = 1 };
}
