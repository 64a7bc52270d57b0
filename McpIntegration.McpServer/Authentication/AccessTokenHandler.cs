using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Validates access tokens: the library's checks (signature, issuer, audience, times, header type), and after them what
/// makes a signed token an access token with a caller. A payload <c>typ</c>, where present, must be Bearer: Keycloak
/// signs ID and refresh tokens with other values.
/// </summary>
internal sealed class AccessTokenHandler : JsonWebTokenHandler
{
    public const int MaxLength = 8_192;

    public AccessTokenHandler()
    {
        MapInboundClaims = false;
        MaximumTokenSizeInBytes = MaxLength;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return result;
        }

        if (jwt.TryGetPayloadValue<string>("typ", out var type) && type != "Bearer")
        {
            return Refuse(new SecurityTokenInvalidTypeException("The token is no access token."));
        }

        return string.IsNullOrEmpty(jwt.Subject)
            ? Refuse(new SecurityTokenValidationException(TokenRefusal.NoSubject))
            : result;
    }

    private static TokenValidationResult Refuse(SecurityTokenException reason) =>
        new() { IsValid = false, Exception = reason };
}
