namespace McpIntegration.AppHost.Issuer;

/// <summary>An unpacked Keycloak distribution (KEYCLOAK_HOME) as a process, for machines without containers.</summary>
internal sealed class KeycloakProcessResource(string name, string home)
    : ExecutableResource(name, Script(home), home), IResourceWithServiceDiscovery
{
    public string Home { get; } = home;

    public static string Script(string home) =>
        Path.Combine(home, "bin", OperatingSystem.IsWindows() ? "kc.bat" : "kc.sh");
}

/// <inheritdoc cref="KeycloakProcessResource"/>
internal static class KeycloakProcess
{
    private const string Loopback = "127.0.0.1";
    private const string Management = "management";

    /// <summary>
    /// Registered clients survive a restart (<c>--db=dev-file</c>) unless <c>Keycloak:Database</c> says <c>dev-mem</c>.
    /// </summary>
    public static IResourceBuilder<KeycloakProcessResource> AddKeycloakProcess(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string home, int? port = null)
    {
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        return builder.AddResource(new KeycloakProcessResource(name, Path.GetFullPath(home)))
            .WithHttpEndpoint(port: port, name: "http", env: "KC_HTTP_PORT")
            .WithHttpEndpoint(name: Management, env: "KC_HTTP_MANAGEMENT_PORT")
            .WithEndpoint(Management, endpoint => endpoint.ExcludeReferenceEndpoint = true)
            .WithUrlForEndpoint(Management, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithHttpHealthCheck("/health/ready", endpointName: Management)
            .WithEnvironment("KC_HTTP_HOST", Loopback)
            .WithEnvironment("KC_HTTP_MANAGEMENT_HOST", Loopback)
            .WithEnvironment("KC_HEALTH_ENABLED", "true")
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_USERNAME", "admin")
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_PASSWORD", ReferenceExpression.Create($"{password}"))
            .WithArgs("start-dev", "--import-realm", $"--db={builder.Setting("Keycloak:Database") ?? "dev-file"}");
    }

    /// <summary>
    /// Keycloak imports from a folder of its own; a realm that its database already has is left as it is.
    /// </summary>
    public static IResourceBuilder<KeycloakProcessResource> WithRealmImport(
        this IResourceBuilder<KeycloakProcessResource> builder, string import)
    {
        var source = Path.GetFullPath(import, builder.ApplicationBuilder.AppHostDirectory);
        return builder.OnBeforeResourceStarted((keycloak, _, _) =>
        {
            var target = Directory.CreateDirectory(Path.Combine(keycloak.Home, "data", "import")).FullName;
            foreach (var file in Directory.EnumerateFiles(source, "*.json"))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
            }

            return Task.CompletedTask;
        });
    }
}
