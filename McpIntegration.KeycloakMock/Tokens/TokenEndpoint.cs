using McpIntegration.KeycloakMock.Answers;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>The token endpoint (RFC 6749, section 3.2). The order of the checks is Keycloak's.</summary>
internal static class TokenEndpoint
{
    public static async Task<IResult> AnswerAsync(
        HttpRequest request,
        OAuthParameters form,
        ClientAuthenticator clients,
        ClientCredentialsGrant clientCredentials,
        AuthorizationCodeGrant authorizationCode,
        RefreshTokenGrant refreshToken)
    {
        var grantType = form["grant_type"];
        if (grantType is not ("client_credentials" or "authorization_code" or "refresh_token" or "password"))
        {
            return grantType is null
                ? OAuthError.BadRequest("invalid_request", "Missing form parameter: grant_type")
                : OAuthError.BadRequest("unsupported_grant_type", "Unsupported grant_type");
        }

        if (!clients.TryAuthenticate(request, form, out var client, out var error))
        {
            return error;
        }

        return grantType switch
        {
            "client_credentials" => clientCredentials.Answer(client, form),
            "authorization_code" => authorizationCode.Answer(client, form),
            "refresh_token" => await refreshToken.AnswerAsync(client, form),
            _ => OAuthError.BadRequest("unauthorized_client", "Client not allowed for direct access grants"),
        };
    }
}
