using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>Turns a grant into the token endpoint's answer; a client's own grant has no session.</summary>
internal sealed partial class TokenIssuer(Realm realm, TokenWriter writer, ILogger<TokenIssuer> logger)
{
    public IResult Answer(Grant grant, Session? session, string? nonce = null)
    {
        var accessToken = writer.WriteAccessToken(grant, session);
        Log.TokenIssued(logger, grant.Client.ClientId, grant.User.Id, grant.TokenScope);
        return KeycloakJson.Answer(new TokenAnswer(accessToken, (int)realm.AccessTokenLifespan.TotalSeconds, grant.TokenScope)
        {
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
