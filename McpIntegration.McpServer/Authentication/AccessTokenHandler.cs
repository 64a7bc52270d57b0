using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Validates access tokens: the library's checks (signature, issuer, audience, header type), and after them what
/// makes a signed token an access token with a caller, and its times. A payload <c>typ</c>, where present, must be
/// Bearer: Keycloak signs ID and refresh tokens, and those for DPoP, with other values.
/// </summary>
internal sealed class AccessTokenHandler : JsonWebTokenHandler
{
    public const int MaxLength = 8_192;

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
        if (!StrictToken.IsSpeltOneWay(token))
        {
            return Refuse(new SecurityTokenMalformedException("The token is malformed."));
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        return result.IsValid && FaultOf((JsonWebToken)result.SecurityToken) is { } fault ? Refuse(fault) : result;
    }

    private Exception? FaultOf(JsonWebToken token) => token switch
    {
        _ when !StrictToken.IsWellFormed(token) => new SecurityTokenMalformedException("The token is malformed."),
        _ when token.TryGetPayloadValue<string>("typ", out var type) && type != "Bearer" =>
            new SecurityTokenInvalidTypeException("The token is no access token."),
        { Subject: var subject } when string.IsNullOrWhiteSpace(subject) =>
            new SecurityTokenValidationException(TokenRefusal.NoSubject),

        // By its issuer's word it is worth nothing without a proof of that key (RFC 7800), which nobody looks at here.
        _ when token.TryGetPayloadValue<object>("cnf", out _) =>
            new SecurityTokenValidationException(TokenRefusal.BoundToKey),

        // Last, so that only an honest token is said to have expired.
        _ => TokenLifetime.Of(token).FaultAt(_time.GetUtcNow().UtcDateTime),
    };

    private static TokenValidationResult Refuse(Exception reason) =>
        new() { IsValid = false, Exception = reason };
}
