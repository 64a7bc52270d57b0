using McpIntegration.AppHost;
using McpIntegration.AppHost.Cache;
using McpIntegration.AppHost.Issuer;
using McpIntegration.AppHost.Startup;

try
{
    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = args,
        // Clients paste http addresses: a trusted developer certificate must not turn Redis and Keycloak to TLS.
        DeveloperCertificateDefaultHttpsTerminationEnabled = false,
    });
    var mode = await builder.DecideModeAsync();

    var server = builder.AddProject<Projects.McpIntegration_McpServer>("mcp-server")
        .WithHttpEndpoint(port: builder.FixedPort("mcp-server", 3000), name: "http")
        .WithExternalHttpEndpoints()
        .WithChosenReplicas()
        .WithHttpHealthCheck("/health")
        .DisableForwardedHeaders();

    var issuer = mode switch
    {
        _ when builder.Setting("Issuer") is { } address => builder.AddExistingIssuer("issuer", address),
        RunMode.Publish => builder.AddKeycloak("keycloak")
            .WithDockerfile("../keycloak")
            .RunInProduction()
            .IssueTokensFor(server),
        RunMode.Containers => builder.AddKeycloak("keycloak", port: builder.FixedPort("keycloak", 8080))
            .WithImageTag("26.7.3")
            .WithRealmImport("../keycloak")
            .WithRealmVolume("mcp-integration-keycloak")
            .IssueTokensFor(server),
        _ when builder.Setting("KEYCLOAK_HOME") is { } home => builder
            .AddKeycloakProcess("keycloak", home, port: builder.FixedPort("keycloak", 8080))
            .WithRealmImport("../keycloak")
            .IssueTokensFor(server),
        _ => builder.AddKeycloakMock("keycloak", builder.FixedPort("keycloak", 8080)).IssueTokensFor(server),
    };

    var cache = mode switch
    {
        _ when builder.Setting("ConnectionStrings:cache") is not null => builder.AddConnectionString("cache"),
        RunMode.Embedded => builder.AddGarnet("cache"),
        _ => builder.AddRedis("cache"),
    };

    var internalApi = mode is RunMode.Publish
        ? builder.AddInternalApiParameters("internal-api")
        : builder.AddInternalApiMock("internal-api", builder.FixedPort("internal-api", 4000));

    server.WithIssuer(issuer).WithCache(cache).WithInternalApi(internalApi);

    return await builder.Build().RunToEndAsync(new ReadyTable(server.McpAddress(), issuer, internalApi));
}
catch (StartRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
