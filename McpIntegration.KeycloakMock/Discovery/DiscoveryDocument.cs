namespace McpIntegration.KeycloakMock.Discovery;

/// <summary>
/// OpenID Connect Discovery and RFC 8414 in one document, as Keycloak has it; it lists what is implemented here.
/// </summary>
internal sealed record DiscoveryDocument(string Issuer, IEnumerable<string> ScopesSupported)
{
    private static readonly string[] SecretMethods = ["client_secret_basic", "client_secret_post"];

    public string AuthorizationEndpoint => Endpoint("auth");
    public string TokenEndpoint => Endpoint("token");
    public string IntrospectionEndpoint => Endpoint("token/introspect");
    public string RevocationEndpoint => Endpoint("revoke");
    public string UserinfoEndpoint => Endpoint("userinfo");
    public string EndSessionEndpoint => Endpoint("logout");
    public string JwksUri => Endpoint("certs");
    public string RegistrationEndpoint => $"{Issuer}/clients-registrations/openid-connect";
    public string[] GrantTypesSupported { get; } = ["authorization_code", "client_credentials", "refresh_token"];
    public string[] ResponseTypesSupported { get; } = ["code"];
    public string[] ResponseModesSupported { get; } = ["query", "fragment"];
    public string[] PromptValuesSupported { get; } = ["none", "login"];
    public string[] SubjectTypesSupported { get; } = ["public"];
    public string[] IdTokenSigningAlgValuesSupported { get; } = ["RS256"];
    public string[] TokenEndpointAuthMethodsSupported { get; } = SecretMethods;
    public string[] IntrospectionEndpointAuthMethodsSupported { get; } = SecretMethods;
    public string[] RevocationEndpointAuthMethodsSupported { get; } = SecretMethods;
    public string[] ClaimsSupported { get; } = ["iss", "sub", "aud", "auth_time", "preferred_username", "azp", "nonce"];
    public string[] CodeChallengeMethodsSupported { get; } = ["S256"];
    public bool AuthorizationResponseIssParameterSupported { get; } = true;

    private string Endpoint(string name) => $"{Issuer}/protocol/openid-connect/{name}";
}
