using System.Buffers;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Validates access tokens: the library's checks (signature, issuer, audience, header type), and after them what
/// makes a signed token an access token with a caller, and its times. A payload <c>typ</c>, where present, must be Bearer: Keycloak
/// signs ID and refresh tokens with other values.
/// </summary>
internal sealed class AccessTokenHandler : JsonWebTokenHandler
{
    public const int MaxLength = 8_192;

    // The library reads padding and the other Base64 too, which would give one token many spellings.
    private static readonly SearchValues<char> Base64UrlAndDots =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly TimeProvider _time;

    public AccessTokenHandler(TimeProvider time)
    {
        _time = time;
        MapInboundClaims = false;
        MaximumTokenSizeInBytes = MaxLength;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        if (token.AsSpan().ContainsAnyExcept(Base64UrlAndDots))
        {
            return Refuse(new SecurityTokenMalformedException("The token is malformed."));
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return result;
        }

        if (!StrictToken.IsWellFormed(jwt))
        {
            return Refuse(new SecurityTokenMalformedException("The token is malformed."));
        }

        if (jwt.TryGetPayloadValue<string>("typ", out var type) && type != "Bearer")
        {
            return Refuse(new SecurityTokenInvalidTypeException("The token is no access token."));
        }

        if (string.IsNullOrWhiteSpace(jwt.Subject))
        {
            return Refuse(new SecurityTokenValidationException(TokenRefusal.NoSubject));
        }

        // Last, so that only an honest token is said to have expired.
        return TokenLifetime.Of(jwt).FaultAt(_time.GetUtcNow().UtcDateTime) is { } fault ? Refuse(fault) : result;
    }

    private static TokenValidationResult Refuse(Exception reason) =>
        new() { IsValid = false, Exception = reason };
}
