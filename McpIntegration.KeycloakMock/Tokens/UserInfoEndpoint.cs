using System.Net.Http.Headers;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// What a client may know of the person (OpenID Connect Core, section 5.3), while the session lasts. A machine is told
/// of its service account: its own token belongs to no session.
/// </summary>
internal static class UserInfoEndpoint
{
    public static async Task<IResult> AnswerAsync(
        HttpContext http, Realm realm, ClientDirectory clients, TokenReader reader, SessionStore sessions)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals(TokenClaims.Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(http.Response, StatusCodes.Status401Unauthorized, $"Bearer realm=\"{realm.Name}\"");
        }

        if (await reader.ReadAsync(header.Parameter, TokenClaims.Bearer) is not { } token
            || clients.Find(token.Azp) is not { } client
            || Find(token, client, realm, sessions) is not var (user, authenticated))
        {
            const string invalid = "error=\"invalid_token\", error_description=\"Token verification failed\"";
            return Refuse(
                http.Response, StatusCodes.Status401Unauthorized, $"Bearer realm=\"{realm.Name}\", {invalid}");
        }

        var grant = realm.Grant(client, user, token.Text("scope"));
        if (!grant.OpenId)
        {
            const string insufficient = "error=\"insufficient_scope\", error_description=\"Missing openid scope\"";
            return Refuse(
                http.Response, StatusCodes.Status403Forbidden, $"Bearer realm=\"{realm.Name}\", {insufficient}");
        }

        var claims = grant.Claims(ProtocolMapper.UserInfo, authenticated);
        claims["sub"] = user.Id;
        return KeycloakJson.Answer(claims);
    }

    private static (User User, DateTimeOffset? Authenticated)? Find(
        JsonWebToken token, Client client, Realm realm, SessionStore sessions)
    {
        if (token.Text(TokenClaims.Session) is { } id)
        {
            return sessions.Find(id) is { } session ? (session.User, session.Authenticated) : null;
        }

        return realm.FindServiceAccount(client) is { } account ? (account, null) : null;
    }

    /// <summary>The reason is in the header alone (RFC 6750, section 3).</summary>
    private static IResult Refuse(HttpResponse response, int status, string challenge)
    {
        response.Headers.WWWAuthenticate = challenge;
        response.Headers.CacheControl = "no-store";
        return Results.Text(string.Empty, statusCode: status);
    }
}
