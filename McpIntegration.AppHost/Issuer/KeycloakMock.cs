namespace McpIntegration.AppHost.Issuer;

internal static class KeycloakMock
{
    /// <summary>The issuer for machines with neither containers nor a Keycloak: it reads the realm files that Keycloak imports.</summary>
    public static IResourceBuilder<ProjectResource> AddKeycloakMock(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port) =>
        builder.AddProject<Projects.McpIntegration_KeycloakMock>(name)
            .WithHttpEndpoint(port: port, name: "http")
            .WithHttpHealthCheck("/health")
            .DisableForwardedHeaders();
}
