namespace McpIntegration.AppHost.Issuer;

internal static class KeycloakProduction
{
    private static readonly string[] NotInProduction =
    [
        // The package asks for its telemetry; a server that starts optimized has the features of its image and no
        // others.
        "KC_FEATURES",
        // Nobody administers from outside, so there is no administrator to log in as: whoever needs one makes one in
        // the running container, for as long as the work takes (keycloak/README.md).
        "KC_BOOTSTRAP_ADMIN_USERNAME",
        "KC_BOOTSTRAP_ADMIN_PASSWORD",
    ];

    /// <summary>
    /// Keycloak behind a proxy that terminates TLS, on PostgreSQL. keycloak/Dockerfile builds the server for exactly
    /// this, so it starts optimized.
    /// </summary>
    public static IResourceBuilder<KeycloakResource> RunInProduction(this IResourceBuilder<KeycloakResource> keycloak)
    {
        var builder = keycloak.ApplicationBuilder;
        var name = keycloak.Resource.Name;
        var host = builder.AddParameter($"{name}-database-host")
            .WithDescription("Host of Keycloak's PostgreSQL server");
        var user = builder.AddParameter($"{name}-database-username").WithDescription("User of Keycloak's database");
        var password = builder.AddParameter($"{name}-database-password", secret: true)
            .WithDescription("Password of Keycloak's database user");
        if (builder.ReadsClientMetadata())
        {
            keycloak.WithBuildArg("KEYCLOAK_FEATURES", ClientMetadata.Feature);
        }

        return keycloak
            .WithArgs("--optimized")
            .WithEndpoint("http", endpoint => endpoint.IsExternal = true)
            .WithEnvironment("KC_HTTP_ENABLED", "true")
            .WithEnvironment("KC_PROXY_HEADERS", "xforwarded")
            .WithEnvironment("KC_DB_URL_HOST", host)
            .WithEnvironment("KC_DB_URL_DATABASE", "keycloak")
            .WithEnvironment("KC_DB_URL_PROPERTIES", "?sslmode=require")
            .WithEnvironment("KC_DB_USERNAME", user)
            .WithEnvironment("KC_DB_PASSWORD", password)
            .WithEnvironment(context =>
            {
                foreach (var variable in NotInProduction)
                {
                    context.EnvironmentVariables.Remove(variable);
                }
            });
    }
}
