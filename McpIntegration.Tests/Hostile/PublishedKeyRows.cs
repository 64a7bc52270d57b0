using System.Security.Cryptography;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Tokens that name a key which the issuer does publish, and that the key's owner has not signed, or not with that key.
/// </summary>
internal static class PublishedKeyRows
{
    private const string NoSignature = "The token's signature is not valid.";

    // The order of P-256's group: zero to a verifier that forgets to look (CVE-2022-21449).
    private static readonly byte[] Order =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static IEnumerable<HostileRequest> All =>
    [
        Refused("ES256: a signature of zeros", "ES256", "ec", _ => new byte[64]),
        Refused("ES256: a signature of zero and one", "ES256", "ec", _ => [.. new byte[63], 1]),
        Refused("ES256: a signature of the group's order, twice", "ES256", "ec", _ => [.. Order, .. Order]),
        Refused("ES256: an empty signature", "ES256", "ec", _ => []),
        Refused("ES256: a good signature, in DER", "ES256", "ec", input =>
            OddKeys.Elliptic.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        Refused("ES256: a good signature with a byte behind it", "ES256", "ec", input => [.. Ecdsa(input), 0]),
        Refused("ES256: signed by another curve's key", "ES256", "ec", input => OddKeys.OtherCurve.SignData(input, HashAlgorithmName.SHA256)),
        Refused("ES384 by the key that is published for ES256", "ES384", "ec", input => OddKeys.Elliptic.SignData(input, HashAlgorithmName.SHA384)),
        Refused("ES512 by the key that is published for ES256", "ES512", "ec", input => OddKeys.Elliptic.SignData(input, HashAlgorithmName.SHA512)),
        Refused("ES256K, which nobody publishes", "ES256K", "ec", Ecdsa),
        Refused("EdDSA, which nobody publishes", "EdDSA", "ec", _ => new byte[64]),
        Refused("an elliptic signature called RS256", "RS256", "ec", Ecdsa),
        Refused("an elliptic signature that names the RSA key", "ES256", "test-key", Ecdsa),
        Refused("an RSA signature that names the elliptic key", "RS256", "ec", input => Pkcs1(OddKeys.ForAnyAlgorithm, input)),
        Refused("HS256 with the elliptic key in DER", "HS256", "ec", input =>
            HMACSHA256.HashData(OddKeys.Elliptic.ExportSubjectPublicKeyInfo(), input)),
        Refused("HS256 with a secret that the issuer publishes", "HS256", "oct", input => HMACSHA256.HashData(OddKeys.Secret, input)),
        Refused("HS256 with a secret that the issuer publishes, and no kid", "HS256", null, input => HMACSHA256.HashData(OddKeys.Secret, input)),
        Refused("RS256 by a key whose key_ops is to encrypt", "RS256", "for-encryption", input => Pkcs1(OddKeys.ForEncryption, input)),
        Refused("RS256 by a key of 1,024 bits", "RS256", "too-short", input => Pkcs1(OddKeys.TooShort, input)),
        Refused("RS256 by a third who takes the name that two keys have", "RS256", "twin", input => Pkcs1(OddKeys.ForAnyAlgorithm, input)),
        Refused("a kid with a space behind it", "RS256", "rsa-any ", input => Pkcs1(OddKeys.ForAnyAlgorithm, input)),
        Refused("a kid with a null byte behind it", "RS256", "rsa-any\\u0000", input => Pkcs1(OddKeys.ForAnyAlgorithm, input)),
        Passed("ES256 by the elliptic key", "ES256", "ec", Ecdsa),
        Passed(
            "RS256 by the key that names no algorithm",
            "RS256",
            "rsa-any",
            input => Pkcs1(OddKeys.ForAnyAlgorithm, input)),
        Passed("PS384 by the key that names no algorithm", "PS384", "rsa-any", input =>
            OddKeys.ForAnyAlgorithm.SignData(input, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)),
        Passed("RS256 by the first of two keys of one name", "RS256", "twin", input => Pkcs1(OddKeys.FirstTwin, input)),
        Passed(
            "RS256 by the second of two keys of one name", "RS256", "twin", input => Pkcs1(OddKeys.SecondTwin, input)),
    ];

    private static byte[] Ecdsa(byte[] input) => OddKeys.Elliptic.SignData(input, HashAlgorithmName.SHA256);

    private static byte[] Pkcs1(RSA key, byte[] input) =>
        key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static HostileRequest Refused(string name, string algorithm, string? keyId, Func<byte[], byte[]> sign) =>
        Answered(name, algorithm, keyId, sign) with { Status = 401, Challenge = Challenges.Invalid(NoSignature) };

    private static HostileRequest Passed(string name, string algorithm, string? keyId, Func<byte[], byte[]> sign) =>
        Answered(name, algorithm, keyId, sign) with { RequestsUpstream = 1 };

    private static HostileRequest Answered(string name, string algorithm, string? keyId, Func<byte[], byte[]> sign)
    {
        var kid = keyId is null ? "" : $"\"kid\":\"{keyId}\",";
        var header = $"{{\"alg\":\"{algorithm}\",{kid}\"typ\":\"at+jwt\"}}";
        return new(
            name, victims => RawRequest.Post($"Bearer {ForgedToken.Join(header, victims.Token.Payload(), sign)}"), 200);
    }
}
