using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Why a token was refused, as a class that helps an honest client and tells a forger nothing about the token's
/// contents.
/// </summary>
internal static class TokenRefusal
{
    public const string NoSubject = "The token names no subject.";
    public const string BoundToKey = "The token is bound to a key (cnf), which this server cannot check.";

    public static string Describe(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidIssuerException => "The token was issued by another issuer.",
        SecurityTokenInvalidAudienceException => "The token was issued for another audience.",
        SecurityTokenInvalidTypeException => "The token is no access token.",
        SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSignatureException =>
            "The token's signature is not valid.",
        SecurityTokenNoExpirationException => "The token has no expiry.",
        SecurityTokenMalformedException or SecurityTokenArgumentException or ArgumentException =>
            "The token is malformed.",
        SecurityTokenValidationException { Message: NoSubject or BoundToKey } stated => stated.Message,
        _ => "The token is not valid.",
    };
}
