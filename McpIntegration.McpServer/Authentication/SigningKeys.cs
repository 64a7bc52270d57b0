using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The issuer's keys as one reading found them: those that verify signatures, and nothing else of the set. Never
/// changed; another reading with other keys makes another object.
/// </summary>
internal sealed class SigningKeys
{
    /// <summary>RFC 7518, section 3.3; the library alone would take half of it.</summary>
    private const int LeastRsaBits = 2_048;

    private readonly JsonWebKey[] _keys;
    private readonly FrozenSet<string> _identities;

    private SigningKeys(JsonWebKey[] keys)
    {
        _keys = keys;
        _identities = keys.Select(IdentityOf).ToFrozenSet(StringComparer.Ordinal);
    }

    public int Count => _keys.Length;

    /// <summary>
    /// Null when no key of the set can verify a signature: an issuer that signs has one, so the answer is a fault.
    /// </summary>
    public static SigningKeys? From(JsonWebKeySet set)
    {
        JsonWebKey[] keys = [.. set.Keys.Where(CanVerify)];
        return keys.Length == 0 ? null : new SigningKeys(keys);
    }

    /// <summary>
    /// The keys of this name. A token may leave the name out (https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4);
    /// then any key may fit.
    /// </summary>
    public IEnumerable<SecurityKey> Named(string? keyId) =>
        string.IsNullOrEmpty(keyId) ? _keys : _keys.Where(key => key.KeyId == keyId);

    public bool HasSameKeysAs(SigningKeys other) => _identities.SetEquals(other._identities);

    // Keycloak publishes a key for encryption (RSA-OAEP, "use": "enc") beside the ones for signatures; others say the
    // same with "key_ops" (RFC 7517, section 4.3).
    private static bool CanVerify(JsonWebKey key)
    {
        // A certificate is the same key again, and would be preferred to the numbers that identify the key here.
        key.X5c.Clear();
        return key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve
            && key.Use is null or "" or JsonWebKeyUseNames.Sig
            && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify"))
            && (string.IsNullOrEmpty(key.Alg) || TokenRules.Algorithms.Contains(key.Alg))
            && JsonWebKeyConverter.TryConvertToSecurityKey(key, out var usable)
            && (usable is not RsaSecurityKey || usable.KeySize >= LeastRsaBits);
    }

    private static string IdentityOf(JsonWebKey key) =>
        $"{key.KeyId}:{key.Alg}:{Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())}";
}
