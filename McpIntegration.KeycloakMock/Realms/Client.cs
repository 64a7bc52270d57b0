using System.Text;

namespace McpIntegration.KeycloakMock.Realms;

internal sealed record Client(string ClientId)
{
    public string? Name { get; init; }
    public string? Secret { get; init; }
    public bool PublicClient { get; init; }
    public bool BearerOnly { get; init; }
    public bool ConsentRequired { get; init; }
    public bool StandardFlowEnabled { get; init; } = true;
    public bool ServiceAccountsEnabled { get; init; }
    public string[] RedirectUris { get; init; } = [];
    public string[] WebOrigins { get; init; } = [];
    public string[] DefaultClientScopes { get; init; } = [];
    public string[] OptionalClientScopes { get; init; } = [];
    public Dictionary<string, string> Attributes { get; init; } = [];

    public string AccessTokenType =>
        Attributes.GetValueOrDefault("access.token.header.type.rfc9068") == "true" ? "at+jwt" : "JWT";

    /// <summary>One scope that the client does not have refuses the whole request, as with Keycloak.</summary>
    public bool MayAskFor(string? scope) =>
        ClientScope.Split(scope).All(
            name =>
                name == ClientScope.OpenId
                    || DefaultClientScopes.Contains(name)
                    || OptionalClientScopes.Contains(name));

    /// <summary>
    /// http://localhost/* allows any path, and any port because it names a loopback host without one (RFC 8252, section
    /// 7.3). Only what can stand in a Location header passes.
    /// </summary>
    public bool AllowsRedirectTo(string address)
    {
        if (!Ascii.IsValid(address) || !Uri.IsWellFormedUriString(address, UriKind.Absolute))
        {
            return false;
        }

        var uri = new Uri(address);
        var portless = uri.GetComponents(
            UriComponents.Scheme | UriComponents.Host | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        return uri is { Fragment: "", UserInfo: "" }
            && RedirectUris.Any(allowed => Matches(allowed, address) || (uri.IsLoopback && Matches(allowed, portless)));
    }

    private static bool Matches(string allowed, string address) =>
        allowed.EndsWith('*') ? address.StartsWith(allowed[..^1], StringComparison.Ordinal) : address == allowed;
}
