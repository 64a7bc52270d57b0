using McpIntegration.AppHost.Startup;

namespace McpIntegration.AppHost.Issuer;

internal static class ExistingIssuer
{
    /// <summary>
    /// An issuer that runs elsewhere. Published, the address is a parameter with the given value as its default.
    /// </summary>
    public static TokenIssuer AddExistingIssuer(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new StartRefusedException(
                $"--Issuer is '{address}': give the issuer's full address, "
                    + "as in --Issuer=https://login.example.com/realms/mcp.");
        }

        var parameter = builder.AddParameter(name, address, publishValueAsDefault: true)
            .WithDescription("Issuer of the access tokens");
        return new TokenIssuer(ReferenceExpression.Create($"{parameter}"), Resource: null);
    }
}
