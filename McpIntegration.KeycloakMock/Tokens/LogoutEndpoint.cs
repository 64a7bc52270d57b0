using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using McpIntegration.KeycloakMock.SignIn;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// Ends a session: for a client with its refresh token, and for a browser with an ID token (OpenID Connect RP-Initiated
/// Logout).
/// </summary>
internal static class LogoutEndpoint
{
    public static async Task<IResult> AnswerClientAsync(
        HttpRequest request, OAuthParameters form, ClientAuthenticator clients, TokenReader reader, SessionStore sessions)
    {
        if (!clients.TryAuthenticate(request, form, out var client, out var error))
        {
            return error;
        }

        if (await reader.ReadAsync(form["refresh_token"], TokenClaims.Refresh, TokenClaims.Offline) is not { } token
            || token.Azp != client.ClientId)
        {
            return OAuthError.BadRequest("invalid_grant", "Invalid refresh token");
        }

        sessions.End(token.Text(TokenClaims.Session));
        return Results.NoContent();
    }

    public static async Task<IResult> AnswerBrowserAsync(
        OAuthParameters query, ClientDirectory clients, TokenReader reader, SessionStore sessions, Pages pages)
    {
        if (await reader.ReadAsync(query["id_token_hint"], TokenClaims.Id) is not { } hint || clients.Find(hint.Azp) is not { } client)
        {
            return pages.Error("Missing parameters: id_token_hint");
        }

        var redirectUri = query["post_logout_redirect_uri"];
        if (redirectUri is not null && !client.AllowsRedirectTo(redirectUri))
        {
            return pages.Error("Invalid redirect uri");
        }

        sessions.End(hint.Text(TokenClaims.Session));
        return redirectUri is null ? pages.LoggedOut() : Results.Redirect(WithState(redirectUri, query["state"]));
    }

    private static string WithState(string redirectUri, string? state)
    {
        var separator = redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return state is null ? redirectUri : $"{redirectUri}{separator}state={Uri.EscapeDataString(state)}";
    }
}
