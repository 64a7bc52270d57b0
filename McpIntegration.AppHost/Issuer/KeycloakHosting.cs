namespace McpIntegration.AppHost.Issuer;

/// <summary>
/// The part of Aspire.Hosting.Keycloak that this application needs, under the same names. That package is a preview
/// which some feeds leave out; with <c>-p:KeycloakIntegration=package</c> it is referenced and this file is not
/// compiled.
/// </summary>
internal sealed class KeycloakResource(string name, ParameterResource? admin, ParameterResource adminPassword)
    : ContainerResource(name), IResourceWithServiceDiscovery
{
    private const string DefaultAdmin = "admin";

    public ParameterResource? AdminUserNameParameter { get; } = admin;

    public ParameterResource AdminPasswordParameter { get; } = adminPassword;

    internal ReferenceExpression AdminReference => AdminUserNameParameter is null
        ? ReferenceExpression.Create($"{DefaultAdmin}")
        : ReferenceExpression.Create($"{AdminUserNameParameter}");
}

/// <inheritdoc cref="KeycloakResource"/>
internal static class KeycloakHosting
{
    private const int HttpPort = 8080;

    // https://www.keycloak.org/server/management-interface
    private const int ManagementPort = 9000;
    private const string Management = "management";

    // The image runs as this user, who must be able to read the import files.
    private const int ContainerUser = 1000;

    /// <summary>Adds a Keycloak container; the caller names the tag.</summary>
    public static IResourceBuilder<KeycloakResource> AddKeycloak(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? adminUsername = null,
        IResourceBuilder<ParameterResource>? adminPassword = null)
    {
        var password = adminPassword?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var resource = new KeycloakResource(name, adminUsername?.Resource, password);
        return builder.AddResource(resource)
            .WithImage("keycloak/keycloak")
            .WithImageRegistry("quay.io")
            .WithHttpEndpoint(port: port, targetPort: HttpPort)
            .WithHttpEndpoint(targetPort: ManagementPort, name: Management)
            .WithEndpoint(Management, endpoint => endpoint.ExcludeReferenceEndpoint = true)
            .WithUrlForEndpoint(Management, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithHttpHealthCheck("/health/ready", endpointName: Management)
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_USERNAME", resource.AdminReference)
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_PASSWORD", ReferenceExpression.Create($"{password}"))
            .WithEnvironment("KC_HEALTH_ENABLED", "true")
            .WithArgs(builder.ExecutionContext.IsRunMode ? "start-dev" : "start", "--import-realm");
    }

    /// <summary>
    /// Copies a realm file, or a folder of them, into the container. Published, it would be a bind mount that no cloud
    /// target fills: there the image carries the realm.
    /// </summary>
    public static IResourceBuilder<KeycloakResource> WithRealmImport(
        this IResourceBuilder<KeycloakResource> builder, string import) =>
        builder.WithContainerFiles(
            "/opt/keycloak/data/import",
            Path.GetFullPath(import, builder.ApplicationBuilder.AppHostDirectory),
            defaultOwner: ContainerUser);
}
