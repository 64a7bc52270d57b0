using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// From when to when a token counts, in UTC. Full validation and every use of a remembered token ask here, so that the
/// two cannot differ.
/// </summary>
internal readonly record struct TokenLifetime(DateTime? NotBefore, DateTime? Expires)
{
    /// <summary>How far the issuer's clock and this server's may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>What a token says; the library gives the least time for one that stands nowhere.</summary>
    public static TokenLifetime Of(SecurityToken token) => new(Stated(token.ValidFrom), Stated(token.ValidTo));

    /// <summary>Why the token does not count at this time; null when it does.</summary>
    public SecurityTokenException? FaultAt(DateTime now) => this switch
    {
        { Expires: null } => new SecurityTokenNoExpirationException(),
        _ when NotBefore > Expires => new SecurityTokenInvalidLifetimeException(),
        _ when NotBefore > now + Skew => new SecurityTokenNotYetValidException(),
        _ when Expires < now - Skew => new SecurityTokenExpiredException(),
        _ => null,
    };

    private static DateTime? Stated(DateTime time) => time == DateTime.MinValue ? null : time;
}
