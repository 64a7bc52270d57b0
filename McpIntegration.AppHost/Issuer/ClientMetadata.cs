using McpIntegration.AppHost.Startup;

namespace McpIntegration.AppHost.Issuer;

/// <summary>
/// Clients that name themselves by the address of a metadata document, which the issuer fetches, instead of registering
/// (https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document). Experimental in Keycloak, so it is
/// off unless <c>--Keycloak:ClientMetadata=true</c>.
/// </summary>
internal static class ClientMetadata
{
    /// <summary>The name that Keycloak has for it.</summary>
    public const string Feature = "cimd";

    private const string Key = "Keycloak:ClientMetadata";
    private const string Features = "KC_FEATURES";

    public static bool ReadsClientMetadata(this IDistributedApplicationBuilder builder) => builder.Setting(Key) switch
    {
        null => false,
        { } value when bool.TryParse(value, out var isOn) => isOn,
        var value => throw new StartRefusedException($"--{Key} is '{value}': give true or false."),
    };

    /// <summary>
    /// Where a realm that reads metadata is kept is never where one that does not is kept: an import does not change a
    /// realm that exists, and one that names the feature fails every login where the feature is off.
    /// </summary>
    public static string RealmStore(this IDistributedApplicationBuilder builder, string name) =>
        builder.ReadsClientMetadata() ? $"{name}-client-metadata" : name;

    /// <summary>
    /// The feature and the realm's placeholders, which belong together: the import fails where the realm names what the
    /// server lacks. A published image has the feature from its build.
    /// </summary>
    public static void WithClientMetadata<T>(this IResourceBuilder<T> issuer) where T : IResourceWithEnvironment
    {
        var builder = issuer.ApplicationBuilder;
        if (!builder.ReadsClientMetadata())
        {
            return;
        }

        if (issuer.Resource is ProjectResource)
        {
            throw new StartRefusedException(
                $"--{Key} needs Keycloak, and the built-in issuer reads no metadata documents: "
                + "start a container engine, set KEYCLOAK_HOME, or leave it out.");
        }

        issuer.WithEnvironment("MCP_CLIENT_METADATA_EXECUTOR", "client-id-metadata-document")
            .WithEnvironment("MCP_CLIENT_METADATA_CONDITION", "client-id-uri");
        if (builder.ExecutionContext.IsRunMode)
        {
            issuer.WithEnvironment(Enable)
                // Somebody who writes a client has its document on this machine.
                .WithEnvironment("MCP_CLIENT_METADATA_DOMAIN", "localhost")
                .WithEnvironment("MCP_CLIENT_METADATA_SCHEME", "http")
                .WithEnvironment("MCP_CLIENT_METADATA_HTTP", "true");
        }

        if (issuer.Resource is KeycloakProcessResource process)
        {
            // Keycloak's documentation lacks this option: data/h2 is looked for there instead of in its own folder.
            issuer.WithEnvironment(
                "KC_DB_URL_PATH", Path.Combine(process.Home, "data", builder.RealmStore("realm")));
        }
    }

    // The package asks for its telemetry.
    private static void Enable(EnvironmentCallbackContext context) =>
        context.EnvironmentVariables[Features] = context.EnvironmentVariables.TryGetValue(Features, out var others)
            ? $"{others},{Feature}"
            : Feature;
}
