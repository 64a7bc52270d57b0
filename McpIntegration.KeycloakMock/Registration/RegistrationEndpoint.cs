using System.Security.Cryptography;
using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Registration;

/// <summary>
/// Anonymous dynamic client registration (RFC 7591). What is registered cannot be read or changed later.
/// </summary>
internal sealed class RegistrationEndpoint(
    Realm realm, ClientDirectory clients, RegistrationPolicies policies, Issuer issuer, TimeProvider time)
{
    public async Task<IResult> AnswerAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        if (!policies.AllowOrigin(http.Headers.Origin))
        {
            return new OAuthError(StatusCodes.Status403Forbidden, "Invalid origin");
        }

        if (!http.HasJsonContentType())
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        return await RegistrationRequest.ReadAsync(http.Body, cancellationToken) is { } request
            ? policies.Refuse(request) ?? Register(http.HttpContext.Response, request)
            : OAuthError.BadRequest("invalid_request", "Cannot parse the JSON");
    }

    private IResult Register(HttpResponse response, RegistrationRequest request)
    {
        var method = request.TokenEndpointAuthMethod ?? "client_secret_basic";
        var client = new Client(Guid.NewGuid().ToString())
        {
            Name = request.ClientName,
            PublicClient = method == "none",
            Secret = method == "none" ? null : RandomNumberGenerator.GetHexString(32),
            ConsentRequired = policies.ConsentIsRequired,
            RedirectUris = request.RedirectUris,
            DefaultClientScopes = realm.DefaultScopes,
            OptionalClientScopes = request.Scope is null ? realm.OptionalScopes : ClientScope.Split(request.Scope),
        };
        clients.Register(client);
        var answer = Describe(client, request, method);
        response.Headers.Location = answer.RegistrationClientUri;
        return KeycloakJson.Answer(answer, StatusCodes.Status201Created, "application/json;charset=UTF-8");
    }

    private RegistrationAnswer Describe(Client client, RegistrationRequest request, string method) => new(
        client.ClientId,
        client.Name,
        client.Secret,
        method,
        string.Join(' ', client.OptionalClientScopes),
        time.GetUtcNow().ToUnixTimeSeconds())
    {
        RedirectUris = request.RedirectUris,
        PostLogoutRedirectUris = request.PostLogoutRedirectUris ?? request.RedirectUris,
        GrantTypes = request.GrantTypes ?? ["authorization_code", "refresh_token"],
        RegistrationClientUri = $"{issuer.Address}/clients-registrations/openid-connect/{client.ClientId}",
        RegistrationAccessToken = RandomNumberGenerator.GetHexString(48),
    };
}
