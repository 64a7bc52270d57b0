using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>A token for the client itself (RFC 6749, section 4.4).</summary>
internal sealed class ClientCredentialsGrant(Realm realm, TokenIssuer tokens)
{
    public IResult Answer(Client client, OAuthParameters form)
    {
        if (client.PublicClient)
        {
            return OAuthError.Unauthorized(
                "unauthorized_client", "Public client not allowed to retrieve service account");
        }

        if (!client.ServiceAccountsEnabled || realm.FindServiceAccount(client) is not { } account)
        {
            return OAuthError.Unauthorized("unauthorized_client", "Client not enabled to retrieve service account");
        }

        return client.MayAskFor(form["scope"])
            ? tokens.Answer(realm.Grant(client, account, form["scope"]), renewal: null)
            : OAuthError.BadRequest("invalid_scope", $"Invalid scopes: {form["scope"]}");
    }
}
