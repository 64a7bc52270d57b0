using System.Globalization;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// A person's token without a browser, for tests and scripts: <c>POST /realms/mcp/development/token</c> with the form
/// fields username, client_id (mcp-client when absent), scope and lifespan (seconds instead of the realm's; below zero
/// the token has expired). The token is what the person would have had from the authorization code flow. It exists in
/// this mock only: Keycloak has no such address, and nothing may depend on it that has to work with Keycloak.
/// </summary>
internal static class DevelopmentTokenEndpoint
{
    private const string DefaultClient = "mcp-client";

    public static IResult Answer(
        OAuthParameters form, Realm realm, ClientDirectory clients, SessionStore sessions, TokenIssuer tokens)
    {
        if (realm.FindPerson(form["username"]) is not { } user)
        {
            return OAuthError.BadRequest("invalid_grant", "Unknown username");
        }

        if (clients.Find(form["client_id"] ?? DefaultClient) is not { BearerOnly: false } client)
        {
            return OAuthError.BadRequest("invalid_client", "Unknown client_id");
        }

        if (!client.MayAskFor(form["scope"]))
        {
            return OAuthError.BadRequest("invalid_scope", $"Invalid scopes: {form["scope"]}");
        }

        return TryReadSeconds(form["lifespan"], out var lifespan)
            ? tokens.Answer(
                realm.Grant(client, user, form["scope"]) with { Lifespan = lifespan },
                sessions.Start(user),
                nonce: null)
            : OAuthError.BadRequest("invalid_request", $"Invalid lifespan: {form["lifespan"]}");
    }

    private static bool TryReadSeconds(string? text, out TimeSpan? lifespan)
    {
        var isRead = short.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds);
        lifespan = isRead ? TimeSpan.FromSeconds(seconds) : null;
        return isRead || text is null;
    }
}
