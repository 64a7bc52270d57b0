using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>Turns a grant into the token endpoint's answer; a client's own grant has no session.</summary>
internal sealed partial class TokenIssuer(Realm realm, TokenWriter writer, ILogger<TokenIssuer> logger)
{
    /// <summary>The tokens that a login ends with.</summary>
    public IResult Answer(Grant grant, Session session, string? nonce) =>
        Answer(grant, new Renewal(session, session.RefreshTokens.Start(grant.Client.ClientId), grant), nonce);

    public IResult Answer(Grant grant, Renewal? renewal, string? nonce = null)
    {
        var session = renewal?.Session;
        var accessToken = writer.WriteAccessToken(grant, session);
        Log.TokenIssued(logger, grant.Client.ClientId, grant.User.Id, grant.TokenScope);
        var lifespan = grant.Lifespan ?? realm.AccessTokenLifespan;
        return KeycloakJson.Answer(new TokenAnswer(accessToken, (int)lifespan.TotalSeconds, grant.TokenScope)
        {
            RefreshExpiresIn =
                renewal is null or { Whole.Offline: true } ? 0 : (int)realm.SessionIdleTimeout.TotalSeconds,
            RefreshToken = renewal is null ? null : writer.WriteRefreshToken(renewal),
            IdToken = grant.OpenId ? writer.WriteIdToken(grant, session, accessToken, nonce) : null,
            SessionState = session?.Id,
        });
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Client {ClientId} has a token for subject {Subject} with the scopes '{Scope}'.")]
        public static partial void TokenIssued(ILogger logger, string clientId, string subject, string scope);
    }
}
