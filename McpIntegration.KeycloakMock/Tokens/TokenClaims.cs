using Microsoft.IdentityModel.JsonWebTokens;

namespace McpIntegration.KeycloakMock.Tokens;

internal static class TokenClaims
{
    public const string Bearer = "Bearer";
    public const string Id = "ID";
    public const string Refresh = "Refresh";
    public const string Offline = "Offline";

    public const string Session = "sid";

    /// <summary>A claim that is a text; null where the token lacks it.</summary>
    public static string? Text(this JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
