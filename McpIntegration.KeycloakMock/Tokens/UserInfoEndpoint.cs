using System.Net.Http.Headers;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>What a client may know of the person (OpenID Connect Core, section 5.3), while the session lasts.</summary>
internal static class UserInfoEndpoint
{
    public static async Task<IResult> AnswerAsync(
        HttpContext http, Realm realm, ClientDirectory clients, TokenReader reader, SessionStore sessions)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals(TokenClaims.Bearer, StringComparison.OrdinalIgnoreCase)
            || await reader.ReadAsync(header.Parameter, TokenClaims.Bearer) is not { } token
            || sessions.Find(token.Text(TokenClaims.Session)) is not { } session
            || clients.Find(token.Azp) is not { } client)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{realm.Name}\", error=\"invalid_token\"";
            return OAuthError.Unauthorized("invalid_token", "Token verification failed");
        }

        var grant = realm.Grant(client, session.User, token.Text("scope"));
        return grant.OpenId
            ? KeycloakJson.Answer(new Dictionary<string, object>(grant.Claims(ProtocolMapper.UserInfo, session.Authenticated))
            {
                ["sub"] = session.User.Id,
            })
            : new OAuthError(StatusCodes.Status403Forbidden, "insufficient_scope", "Missing openid scope");
    }
}
