using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpIntegration.KeycloakMock.State;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.KeycloakMock.Keys;

/// <summary>An RSA key with the certificate that Keycloak publishes beside it.</summary>
internal sealed class RealmKey(X509Certificate2 certificate)
{
    public string Id { get; } = Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256));

    public RsaSecurityKey SecurityKey => field ??= new RsaSecurityKey(certificate.GetRSAPrivateKey()) { KeyId = Id };

    public static RealmKey Create(string realm, DateTimeOffset now)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest($"CN={realm}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new RealmKey(request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(10)));
    }

    public static RealmKey Load(SavedKey saved) =>
        new(X509Certificate2.CreateFromPem(saved.Certificate, saved.PrivateKey));

    public SavedKey Save() => new(certificate.ExportCertificatePem(), SecurityKey.Rsa.ExportPkcs8PrivateKeyPem());

    public PublishedKey Publish(string algorithm, string use)
    {
        var parameters = SecurityKey.Rsa.ExportParameters(includePrivateParameters: false);
        return new PublishedKey(
            Id,
            "RSA",
            algorithm,
            use,
            [Convert.ToBase64String(certificate.RawData)],
            Base64UrlEncoder.Encode(certificate.GetCertHash()),
            Id,
            Base64UrlEncoder.Encode(parameters.Modulus),
            Base64UrlEncoder.Encode(parameters.Exponent));
    }
}
