using Microsoft.AspNetCore.WebUtilities;

namespace McpIntegration.Tests.KeycloakMock;

/// <summary>
/// A client that signs persons in by authorization code and PKCE; works on the mock and on Keycloak alike.
/// </summary>
internal sealed class CodeFlow(HttpClient http, string issuer)
{
    // RFC 7636, appendix B
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public string ClientId { get; init; } = "mcp-client";

    public string RedirectUri { get; init; } = "http://localhost:6274/oauth/callback";

    public Uri TokenEndpoint => new($"{issuer}/protocol/openid-connect/token");

    /// <param name="scope">What to ask for.</param>
    /// <param name="changes">Parameters to add or to replace; null takes one away.</param>
    public string Address(string scope, params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> query = new()
        {
            ["response_type"] = "code",
            ["client_id"] = ClientId,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = scope,
            ["state"] = "s1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString($"{issuer}/protocol/openid-connect/auth", query);
    }

    public async Task<string> CodeAsync(string username, string scope)
    {
        var callback = await new Browser(http, issuer).SignInAsync(Address(scope), username);
        return Parameters(callback)["code"];
    }

    public Task<OAuthAnswer> RedeemAsync(string code, params (string Name, string? Value)[] changes) => PostAsync(
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = RedirectUri, ["code_verifier"] = Verifier },
        changes);

    public Task<OAuthAnswer> RefreshAsync(string refreshToken, params (string Name, string? Value)[] changes) =>
        PostAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, changes);

    public async Task<OAuthAnswer> SignInAsync(string username, string scope) =>
        await RedeemAsync(await CodeAsync(username, scope));

    /// <summary>The parameters that came back to the client, in the query or in the fragment.</summary>
    public static Dictionary<string, string> Parameters(OAuthAnswer callback)
    {
        var location =
            callback.Location ?? throw new InvalidDataException($"No redirect but {callback.Status}: {callback.Text}");
        var parameters = QueryHelpers.ParseQuery(location[(location.IndexOfAny(['?', '#']) + 1)..]);
        return parameters.ToDictionary(parameter => parameter.Key, parameter => $"{parameter.Value}");
    }

    private Task<OAuthAnswer> PostAsync(Dictionary<string, string> form, (string Name, string? Value)[] changes)
    {
        form["client_id"] = ClientId;
        foreach (var (name, value) in changes)
        {
            form.Remove(name);
            if (value is not null)
            {
                form[name] = value;
            }
        }

        return http.PostFormAsync(TokenEndpoint, form);
    }
}
