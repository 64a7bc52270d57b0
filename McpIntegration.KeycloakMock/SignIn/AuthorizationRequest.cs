using McpIntegration.KeycloakMock.Answers;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.SignIn;

/// <summary>
/// A request whose client and redirect address are known, so that its errors may go back to the client.
/// </summary>
internal sealed class AuthorizationRequest(Client client, string redirectUri, OAuthParameters parameters)
{
    private const string Flow = "Client is not allowed to initiate browser login with given response_type.";

    public Client Client => client;
    public string RedirectUri => redirectUri;
    public string Scope => parameters["scope"] ?? string.Empty;
    public string? State => parameters["state"];
    public string? Nonce => parameters["nonce"];
    public string? Prompt => parameters["prompt"];
    public string Challenge => parameters["code_challenge"] ?? string.Empty;
    public bool AnswersInFragment => ResponseMode == "fragment" || ResponseType is not (null or "code");

    private string? ResponseType => parameters["response_type"];
    private string? ResponseMode => parameters["response_mode"];

    /// <summary>What Keycloak refuses in the request, in Keycloak's order; null when all is well.</summary>
    public (string Error, string Description)? Refusal => FlowRefusal ?? PkceRefusal;

    private (string Error, string Description)? FlowRefusal => this switch
    {
        { ResponseType: null } => ("invalid_request", "Missing parameter: response_type"),
        { ResponseType: not "code" } => ("unauthorized_client", $"{Flow} Implicit flow is disabled for the client."),
        { ResponseMode: not (null or "query" or "fragment") } =>
            ("invalid_request", "Invalid parameter: response_mode"),
        { Client.StandardFlowEnabled: false } =>
            ("unauthorized_client", $"{Flow} Standard flow is disabled for the client."),
        _ when !client.MayAskFor(Scope) => ("invalid_scope", $"Invalid scopes: {Scope}"),
        _ => null,
    };

    /// <summary>RFC 7636; the realm's policy demands S256 of every client.</summary>
    private (string Error, string Description)? PkceRefusal => parameters["code_challenge_method"] switch
    {
        null => ("invalid_request", "Missing parameter: code_challenge_method"),
        not "S256" =>
            ("invalid_request", "Invalid parameter: code challenge method is not matching the configured one"),
        _ when Challenge is "" => ("invalid_request", "Missing parameter: code_challenge"),
        _ when Challenge.Length is < 43 or > 128 => ("invalid_request", "Invalid parameter: code_challenge"),
        _ => null,
    };
}
