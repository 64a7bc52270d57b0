namespace McpIntegration.AppHost.Issuer;

internal static class KeycloakMock
{
    /// <summary>
    /// The issuer for machines with neither containers nor a Keycloak: it reads the realm files that Keycloak imports.
    /// Its keys and registered clients survive a restart, in a file among the build's, unless <c>Keycloak:Database</c>
    /// says <c>dev-mem</c>.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddKeycloakMock(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port)
    {
        var mock = builder.AddProject<Projects.McpIntegration_KeycloakMock>(name)
            .WithHttpEndpoint(port: port, name: "http")
            .WithHttpHealthCheck("/health")
            .DisableForwardedHeaders();
        return builder.Setting("Keycloak:Database") == "dev-mem"
            ? mock
            : mock.WithEnvironment("StateFile", Path.Combine(builder.AppHostDirectory, "obj", $"{name}-mock.json"));
    }
}
