namespace McpIntegration.Tests.Authentication;

/// <summary>
/// Entra ID, version 2 tokens: https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
/// </summary>
public sealed class Entra : OtherIssuer
{
    public const string AppId = "6731de76-14a6-49ae-97bc-6eba6914391e";
    public const string Tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    private const string Client = "00001111-aaaa-2222-bbbb-3333cccc4444";

    public Entra()
    {
        Settings["Authentication:Issuer"] = $"https://login.microsoftonline.com/{Tenant}/v2.0";
        Settings["Authentication:Audience"] = AppId;
        Settings["Authentication:ScopeClaim"] = "scp";
        Settings["Authentication:ScopePrefix"] = $"api://{AppId}/";
    }

    /// <summary>A person's token: without <c>typ</c>, <c>scope</c> and the employee's id.</summary>
    public string Person(string scp, Action<Dictionary<string, object>>? change = null)
    {
        var claims = Common("AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ");
        claims["scp"] = scp;
        claims["name"] = "Alice Anders";
        claims["preferred_username"] = "alice@example.com";
        change?.Invoke(claims);
        return Sign(claims, "JWT");
    }

    /// <summary>An application's own token: roles, and no scp at all.</summary>
    public string Application(params string[] roles)
    {
        var claims = Common("11112222-bbbb-3333-cccc-4444dddd5555");
        claims["roles"] = roles;
        return Sign(claims, "JWT");
    }

    private static Dictionary<string, object> Common(string subject) => new()
    {
        ["aud"] = AppId,
        ["iss"] = $"https://login.microsoftonline.com/{Tenant}/v2.0",
        ["azp"] = Client,
        ["azpacr"] = "0",
        ["oid"] = "11112222-bbbb-3333-cccc-4444dddd5555",
        ["rh"] = "0.AAAA",
        ["sub"] = subject,
        ["tid"] = Tenant,
        ["uti"] = "fqiBqXLPj0eQa82S-IYFAA",
        ["ver"] = "2.0",
    };
}
