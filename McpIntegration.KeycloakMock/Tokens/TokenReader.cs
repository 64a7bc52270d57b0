using McpIntegration.KeycloakMock.Keys;
using McpIntegration.KeycloakMock.Realms;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>Reads the tokens that this issuer wrote.</summary>
internal sealed class TokenReader(RealmKeys keys, Issuer issuer, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new();

    /// <summary>
    /// Null for what is no valid token of this issuer, and for one whose claim typ is not among
    /// <paramref name="types"/>.
    /// </summary>
    public async Task<JsonWebToken?> ReadAsync(string? token, params IEnumerable<string> types)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer.Address,
            ValidateAudience = false,
            RequireExpirationTime = false,
            LifetimeValidator = (_, expires, read, _) =>
                expires is null || expires > time.GetUtcNow().UtcDateTime || IsHint(read),
            IssuerSigningKeys = keys.Validating,
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken read } && types.Contains(read.Text("typ"))
            ? read
            : null;
    }

    /// <summary>An ID token is only taken as a hint at logout, which mostly comes after its five minutes.</summary>
    private static bool IsHint(SecurityToken token) => token is JsonWebToken read && read.Text("typ") == TokenClaims.Id;
}
