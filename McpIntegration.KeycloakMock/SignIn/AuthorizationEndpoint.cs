using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>
/// The authorization endpoint (RFC 6749, section 3.1). An error goes back to the client only once its address is
/// proved.
/// </summary>
internal static class AuthorizationEndpoint
{
    public static IResult Answer(
        HttpRequest http,
        OAuthParameters parameters,
        ClientDirectory clients,
        SessionStore sessions,
        SignInFlow flow,
        Pages pages,
        AuthorizationResponse response)
    {
        if (clients.Find(parameters["client_id"]) is not { } client)
        {
            return pages.Error("Client not found.");
        }

        if (client.BearerOnly)
        {
            return pages.Error(
                "Bearer-only applications are not allowed to initiate browser login.", StatusCodes.Status403Forbidden);
        }

        if (parameters["redirect_uri"] is not { } redirectUri || !client.AllowsRedirectTo(redirectUri))
        {
            return pages.Error("Invalid parameter: redirect_uri");
        }

        var request = new AuthorizationRequest(client, redirectUri, parameters);
        return request.Refusal is var (error, description)
            ? response.Error(request, error, description)
            : flow.Begin(request, sessions.FindByCookie(http.Cookies[SignInExtensions.Cookie]));
    }
}
