using McpIntegration.Tests.Pipeline;

namespace McpIntegration.Tests.Authentication;

/// <summary>Auth0, both profiles: https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles</summary>
public sealed class Auth0 : OtherIssuer
{
    public const string Issuer = "https://example.eu.auth0.com/";
    public const string Roles = "https://example.com/roles";
    public const string EmployeeId = "https://example.com/employee_id";

    public Auth0()
    {
        Settings["Authentication:Issuer"] = Issuer;
        Settings["Authentication:RolesClaim"] = Roles;
        Settings["Authentication:EmployeeIdClaim"] = EmployeeId;
    }

    /// <summary>A person's token; the identifier of the API is the server's own address.</summary>
    public string Person(string scope, bool isRfc9068 = false, Action<Dictionary<string, object>>? change = null)
    {
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Issuer,
            ["sub"] = "auth0|5f7c8ec7c33c6c004bbafe82",
            ["aud"] = new[] { McpServerApp.Resource, $"{Issuer}userinfo" },
            [isRfc9068 ? "client_id" : "azp"] = "my_client_id",
            ["scope"] = scope,
        };
        if (isRfc9068)
        {
            claims["jti"] = "73WakrfVbNJBaAmhQtEeDv";
        }

        change?.Invoke(claims);
        return Sign(claims, isRfc9068 ? "at+jwt" : "JWT");
    }
}
