using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;
using McpIntegration.KeycloakMock.Sessions;
using McpIntegration.KeycloakMock.SignIn;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>A person's token for the code that the login ended with (RFC 6749, section 4.1.3; RFC 7636).</summary>
internal sealed class AuthorizationCodeGrant(
    Realm realm, SessionStore sessions, ExpiringStore<AuthorizationCode> codes, TokenIssuer tokens)
{
    public IResult Answer(Client client, OAuthParameters form)
    {
        if (form["code"] is not { } name)
        {
            return OAuthError.BadRequest("invalid_request", "Missing parameter: code");
        }

        if (Redeem(name) is not { } code)
        {
            return OAuthError.BadRequest("invalid_grant", "Code not valid");
        }

        var request = code.Request;
        return Refusal(request, client, form) is { } reason
            ? OAuthError.BadRequest("invalid_grant", reason)
            : tokens.Answer(realm.Grant(client, code.Session.User, request.Scope), code.Session, request.Nonce);
    }

    /// <summary>
    /// A code counts once, even when the request is refused for another reason. A second use ends the session.
    /// </summary>
    private AuthorizationCode? Redeem(string name)
    {
        // The session is looked up first: a second use that comes at the same time may end it under the first one.
        if (codes.Find(name) is not { } code || sessions.Find(code.Session.Id) is null)
        {
            return null;
        }

        if (code.TryRedeem())
        {
            return code;
        }

        sessions.End(code.Session.Id);
        return null;
    }

    private static string? Refusal(AuthorizationRequest request, Client client, OAuthParameters form) =>
        form["code_verifier"] switch
        {
            _ when request.Client.ClientId != client.ClientId =>
                "Auth error: Found different client_id in clientSession",
            _ when request.RedirectUri != form["redirect_uri"] => "Incorrect redirect_uri",
            null => "PKCE code verifier not specified",
            var verifier => Answers(request.Challenge, verifier) ? null : "PKCE verification failed: Code mismatch",
        };

    private static bool Answers(string challenge, string verifier)
    {
        var answer = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(answer), Encoding.ASCII.GetBytes(challenge));
    }
}
