namespace McpIntegration.AppHost.Issuer;

internal static class RealmEnvironment
{
    private const string DevelopmentSecret = "development-only-secret";

    /// <summary>Registered clients survive a restart of the container.</summary>
    public static IResourceBuilder<KeycloakResource> WithRealmVolume(
        this IResourceBuilder<KeycloakResource> keycloak, string name) =>
        keycloak.WithVolume(keycloak.ApplicationBuilder.RealmStore(name), "/opt/keycloak/data");

    /// <summary>
    /// What the realm's placeholders need, the same for every kind of Keycloak. A placeholder without value would stay
    /// in the realm as literal text, and the machine client's secret would be known to everybody who reads the file.
    /// </summary>
    public static TokenIssuer IssueTokensFor<T>(
        this IResourceBuilder<T> issuer, IResourceBuilder<ProjectResource> server)
        where T : IResourceWithEnvironment, IResourceWithEndpoints
    {
        var address = issuer.PublicAddress();
        issuer.WithEnvironment("KC_HOSTNAME", address)
            .WithEnvironment("MCP_RESOURCE", new AddressText(server.McpAddress()));
        if (issuer.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            issuer.WithEnvironment(
                "MCP_MACHINE_SECRET",
                issuer.ApplicationBuilder.AddParameter("machine-secret", secret: true)
                    .WithDescription("Secret of the client mcp-machine"));
        }
        else
        {
            issuer.WithEnvironment("MCP_MACHINE_SECRET", DevelopmentSecret)
                // The MCP Inspector registers itself with an address on github.com.
                .WithEnvironment("MCP_EXTRA_TRUSTED_HOST", "github.com")
                // Some container networks rewrite loopback addresses, and Keycloak then demands https.
                .WithEnvironment("MCP_SSL_REQUIRED", "none");
        }

        issuer.WithClientMetadata();
        return new TokenIssuer(
            ReferenceExpression.Create($"{address}/realms/mcp"), issuer as IResourceBuilder<IResource>);
    }
}
