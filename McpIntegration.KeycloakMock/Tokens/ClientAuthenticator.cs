using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Tokens;

/// <summary>
/// Recognises a client by HTTP Basic or by the form (RFC 6749, section 2.3.1); a public client by its name alone.
/// </summary>
internal sealed class ClientAuthenticator(ClientDirectory clients)
{
    private const string Refusal = "Invalid client or Invalid client credentials";

    public bool TryAuthenticate(
        HttpRequest request, OAuthParameters form, [NotNullWhen(true)] out Client? client, [NotNullWhen(false)] out OAuthError? error)
    {
        var (id, secret) =
            BasicCredentials(request.Headers.Authorization) ?? (form["client_id"], form["client_secret"]);
        client = clients.Find(id);
        error = client switch
        {
            null or { BearerOnly: true } => OAuthError.Unauthorized("invalid_client", Refusal),
            { PublicClient: true } => null,
            _ => IsSecret(client, secret) ? null : OAuthError.Unauthorized("unauthorized_client", Refusal),
        };
        return error is null;
    }

    private static bool IsSecret(Client client, string? secret) => client.Secret is not null && secret is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret));

    // Authorization: Basic bWNwLW1hY2hpbmU6c2VjcmV0 (mcp-machine:secret, both parts percent-encoded)
    private static (string? Id, string? Secret)? BasicCredentials(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var credentials)
            || !credentials.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || credentials.Parameter is not { } encoded)
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
            ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret))
            : null;
    }
}
