using McpIntegration.KeycloakMock.Answers;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// Token introspection (RFC 7662). Keycloak calls a token active only for a client that is in its audience. In this
/// realm that is the MCP server alone, which is bearer-only and may not ask, so no one is ever told more than this.
/// </summary>
internal static class IntrospectionEndpoint
{
    public static IResult Answer(HttpRequest request, OAuthParameters form, ClientAuthenticator clients)
    {
        if (!clients.TryAuthenticate(request, form, out var client, out var error))
        {
            return error;
        }

        if (client.PublicClient)
        {
            return new OAuthError(StatusCodes.Status403Forbidden, "invalid_request", "Client not allowed.");
        }

        return form["token"] is null
            ? OAuthError.BadRequest("invalid_request", "Token not provided.")
            : KeycloakJson.Answer(new { Active = false });
    }
}
