namespace McpIntegration.AppHost;

internal static class InternalApiExtensions
{
    private const string DevelopmentKey = "development-only-api-key";

    /// <summary>The mock, with the key that it is started with.</summary>
    public static InternalApi AddInternalApiMock(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port)
    {
        var mock = builder.AddProject<Projects.McpIntegration_InternalApiMock>(name)
            .WithHttpEndpoint(port: port, name: "http")
            .WithHttpHealthCheck("/health")
            .WithEnvironment("ApiKey", DevelopmentKey)
            .DisableForwardedHeaders();
        return new InternalApi(mock.PublicAddress(), ReferenceExpression.Create($"{DevelopmentKey}"), mock);
    }

    /// <summary>The real API: its address and key are the operator's to give.</summary>
    public static InternalApi AddInternalApiParameters(
        this IDistributedApplicationBuilder builder, [ResourceName] string name)
    {
        var address = builder.AddParameter($"{name}-address").WithDescription("Base address of the internal API");
        var key = builder.AddParameter($"{name}-key", secret: true)
            .WithDescription("Key that the internal API expects in X-API-Key");
        return new InternalApi(
            ReferenceExpression.Create($"{address}"), ReferenceExpression.Create($"{key}"), Resource: null);
    }
}
