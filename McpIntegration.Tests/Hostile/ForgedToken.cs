using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Tokens written by hand: each member of header and payload as the text that a test says, signed by the trusted key,
/// by another, or not at all. Each has a subject of its own, so that no record of one is in the cache for another.
/// </summary>
internal sealed class ForgedToken(TestIssuer issuer)
{
    public const string Header = """{"alg":"RS256","kid":"test-key","typ":"at+jwt"}""";

    public RSA TrustedKey { get; } = ((RsaSecurityKey)issuer.Key).Rsa;

    public string Issuer => issuer.Issuer;

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>
    /// The claims that the server accepts, with members replaced by other JSON, added, or (null) left out.
    /// </summary>
    public string Payload(params (string Name, string? Json)[] changes)
    {
        Dictionary<string, string?> members = new()
        {
            ["iss"] = $"\"{Issuer}\"",
            ["aud"] = $"\"{McpServerApp.Resource}\"",
            ["exp"] = $"{Now + 300}",
            ["sub"] = $"\"{Guid.NewGuid()}\"",
            ["scope"] = $"\"{McpServerApp.AllScopes}\"",
            ["typ"] = "\"Bearer\"",
        };
        foreach (var (name, json) in changes)
        {
            members[name] = json;
        }

        return $"{{{string.Join(',', members.Where(member => member.Value is not null).Select(member => $"\"{member.Key}\":{member.Value}"))}}}";
    }

    /// <summary>The server's own payload with more members after the rest, the same names included.</summary>
    public string PayloadAnd(string members) => $"{Payload()[..^1]},{members}}}";

    /// <summary>
    /// Signed by the trusted key, whatever header and payload say; each character of them is one byte.
    /// </summary>
    public string Sign(string header, string payload) => Sign(header, payload, TrustedKey);

    public static string Sign(string header, string payload, RSA key) =>
        Join(header, payload, input => key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Join(string header, string payload, Func<byte[], byte[]> sign)
    {
        var input = $"{Encode(header)}.{Encode(payload)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>An honest token in every respect.</summary>
    public string Honest(string scope = McpServerApp.AllScopes) => Sign(Header, Payload(("scope", $"\"{scope}\"")));

    /// <summary>The signature of a text, as it stands in a token.</summary>
    public static string Encode(RSA key, string input) =>
        Base64Url.EncodeToString(
            key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.Latin1.GetBytes(text));
}
