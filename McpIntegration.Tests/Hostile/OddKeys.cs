using System.Buffers.Text;
using System.Security.Cryptography;
using McpIntegration.Tests.Pipeline;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// What an issuer may publish beside its one ordinary key: keys of other kinds, and some that verify nothing.
/// </summary>
internal static class OddKeys
{
    public static readonly ECDsa Elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa OtherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    public static readonly RSA ForAnyAlgorithm = RSA.Create(2048);
    public static readonly RSA FirstTwin = RSA.Create(2048);
    public static readonly RSA SecondTwin = RSA.Create(2048);
    public static readonly RSA ForEncryption = RSA.Create(2048);
    public static readonly RSA TooShort = RSA.Create(1024);
    public static readonly byte[] Secret = RandomNumberGenerator.GetBytes(64);

    private static readonly string[] EncryptionAlone = ["encrypt", "wrapKey"];

    public static void Publish(TestIssuer issuer)
    {
        Publish(issuer, "rsa-any", ForAnyAlgorithm, description => description.Remove("alg"));
        Publish(issuer, "twin", FirstTwin);
        Publish(issuer, "twin", SecondTwin);
        Publish(issuer, "too-short", TooShort);
        Publish(issuer, "for-encryption", ForEncryption, description =>
        {
            description.Remove("use");
            description.Remove("alg");
            description["key_ops"] = EncryptionAlone;
        });
        issuer.Publish(new() { ["kid"] = "oct", ["kty"] = "oct", ["use"] = "sig", ["alg"] = "HS256", ["k"] = Base64Url.EncodeToString(Secret) });
        var point = Elliptic.ExportParameters(includePrivateParameters: false).Q;
        issuer.Publish(new()
        {
            ["kid"] = "ec",
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        });
    }

    private static void Publish(
        TestIssuer issuer, string keyId, RSA key, Action<Dictionary<string, object>>? change = null) =>
        issuer.Publish(new RsaSecurityKey(key) { KeyId = keyId }, change);
}
