using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>New tokens for a refresh token (RFC 6749, section 6), which counts once.</summary>
internal sealed class RefreshTokenGrant(Realm realm, SessionStore sessions, TokenReader reader, TokenIssuer tokens)
{
    public async Task<IResult> AnswerAsync(Client client, OAuthParameters form)
    {
        if (form["refresh_token"] is not { } text)
        {
            return OAuthError.BadRequest("invalid_request", "No refresh token");
        }

        if (await reader.ReadAsync(text, TokenClaims.Refresh, TokenClaims.Offline) is not { } token)
        {
            return OAuthError.BadRequest("invalid_grant", "Invalid refresh token");
        }

        if (token.Azp != client.ClientId)
        {
            return OAuthError.BadRequest(
                "invalid_grant", "Invalid refresh token. Token client and authorized client don't match");
        }

        return sessions.Find(token.Text(TokenClaims.Session)) is { } session
            ? Renew(client, session, token, form["scope"])
            : OAuthError.BadRequest("invalid_grant", "Session not active");
    }

    private IResult Renew(Client client, Session session, JsonWebToken token, string? scope)
    {
        var used = new RefreshTokenId(token.Text("reuse_id") ?? string.Empty, token.Id);
        if (!session.RefreshTokens.TryUse(client.ClientId, used, out var next, out var refusal))
        {
            return OAuthError.BadRequest("invalid_grant", refusal);
        }

        // A narrower scope narrows the access token only; a wider one is cut without error.
        var whole = token.Text("scope");
        var narrowed =
            scope is null ? whole : string.Join(' ', ClientScope.Split(whole).Intersect(ClientScope.Split(scope)));
        var grant = realm.Grant(client, session.User, narrowed);
        return tokens.Answer(grant, new Renewal(session, next, realm.Grant(client, session.User, whole)));
    }
}
