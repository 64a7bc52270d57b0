using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// Token revocation (RFC 7009). It ends the session; an access token goes on validating where it is validated offline.
/// </summary>
internal static class RevocationEndpoint
{
    public static async Task<IResult> AnswerAsync(
        HttpRequest request, OAuthParameters form, ClientAuthenticator clients, TokenReader reader, SessionStore sessions)
    {
        if (!clients.TryAuthenticate(request, form, out var client, out var error))
        {
            return error;
        }

        if (form["token"] is not { } text)
        {
            return OAuthError.BadRequest("invalid_request", "Token not provided");
        }

        if (await reader.ReadAsync(text, TokenClaims.Bearer, TokenClaims.Refresh, TokenClaims.Offline) is not { } token)
        {
            return new OAuthError(StatusCodes.Status200OK, "invalid_token", "Invalid token");
        }

        if (token.Azp != client.ClientId)
        {
            return OAuthError.BadRequest("invalid_request", "Unmatching clients");
        }

        sessions.End(token.Text(TokenClaims.Session));
        return Results.Ok();
    }
}
