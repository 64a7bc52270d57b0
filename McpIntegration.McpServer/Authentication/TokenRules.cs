using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>What full validation demands of a token, beside what <see cref="AccessTokenHandler"/> adds.</summary>
internal static class TokenRules
{
    /// <summary>Asymmetric ones only: the key is public.</summary>
    public static readonly FrozenSet<string> Algorithms = FrozenSet.Create(
        StringComparer.Ordinal,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512);

    public static TokenValidationParameters Create(AuthenticationOptions options, SigningKeys keys)
    {
        var (expected, audience) = (options.Issuer, options.ExpectedAudience);
        return new TokenValidationParameters
        {
            // Both by exact comparison: the library's own tolerate a trailing slash, or another issuer in the issuer's
            // metadata.
            IssuerValidator = (issued, _, _) =>
                issued == expected ? issued : throw new SecurityTokenInvalidIssuerException(),
            AudienceValidator = (audiences, _, _) =>
                audiences.Contains(audience, StringComparer.Ordinal)
                    ? true
                    : throw new SecurityTokenInvalidAudienceException(),

            // Left to AccessTokenHandler: for a token that names an unknown key, the library says that it has expired
            // without having verified it.
            LifetimeValidator = (_, _, _, _) => true,
            AlgorithmValidator = (algorithm, key, _, _) => Fits(algorithm, key),
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Named(keyId),
            TryAllIssuerSigningKeys = false,
            // The first two are one (https://www.rfc-editor.org/rfc/rfc9068#section-4).
            ValidTypes = ["at+jwt", "application/at+jwt", "JWT"],
            NameClaimType = "sub",
            RoleClaimType = options.RolesClaim,
        };
    }

    // A key that says its algorithm is used with no other (https://www.rfc-editor.org/rfc/rfc8725#section-3.1).
    private static bool Fits(string algorithm, SecurityKey key) =>
        Algorithms.Contains(algorithm)
        && (key is not JsonWebKey { Alg: { Length: > 0 } only } || algorithm == only);
}
