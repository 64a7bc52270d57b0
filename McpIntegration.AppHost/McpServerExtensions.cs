using McpIntegration.AppHost.Issuer;
using McpIntegration.AppHost.Startup;

namespace McpIntegration.AppHost;

/// <summary>How the MCP server learns of the parts around it.</summary>
internal static class McpServerExtensions
{
    // 43 letters and digits hold 256 bits.
    private const int CachingKeyLength = 43;
    private const string ReplicasKey = "Replicas";
    private const int MaxReplicas = 10;

    /// <summary>
    /// The address of the MCP endpoint, which is also the audience of its tokens: one string everywhere.
    /// </summary>
    public static ReferenceExpression McpAddress(this IResourceBuilder<ProjectResource> server) =>
        ReferenceExpression.Create($"{server.PublicAddress()}/mcp");

    /// <summary>
    /// How many processes share the server's one address: <c>--Replicas</c>, or one. Production's number is the
    /// platform's.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithChosenReplicas(this IResourceBuilder<ProjectResource> server) =>
        server.ApplicationBuilder.Setting(ReplicasKey) switch
        {
            null => server,
            { } text when int.TryParse(text, out var count) && count is >= 1 and <= MaxReplicas =>
                server.WithReplicas(count),
            var text => throw new StartRefusedException(
                $"--{ReplicasKey} is '{text}': give a number from 1 to {MaxReplicas}."),
        };

    public static IResourceBuilder<ProjectResource> WithIssuer(
        this IResourceBuilder<ProjectResource> server, TokenIssuer issuer)
    {
        server.WithEnvironment("Authentication__Issuer", issuer.Address)
            .WithEnvironment("Authentication__Resource", server.McpAddress());
        return issuer.Resource is null
            ? server
            : server.WaitFor(issuer.Resource).WithReferenceRelationship(issuer.Resource);
    }

    public static IResourceBuilder<ProjectResource> WithCache(
        this IResourceBuilder<ProjectResource> server, IResourceBuilder<IResourceWithConnectionString> cache)
    {
        var key = server.ApplicationBuilder.AddParameter(
            "caching-key",
            new GenerateParameterDefault { MinLength = CachingKeyLength, Special = false },
            secret: true,
            persist: true);
        return server
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithReference(cache)
            .WaitFor(cache)
            .WithEnvironment("Caching__Key", key);
    }

    public static IResourceBuilder<ProjectResource> WithInternalApi(
        this IResourceBuilder<ProjectResource> server, InternalApi api)
    {
        server.WithEnvironment("InternalApi__BaseAddress", api.BaseAddress)
            .WithEnvironment("InternalApi__ApiKey", api.Key);
        return api.Resource is null ? server : server.WaitFor(api.Resource).WithReferenceRelationship(api.Resource);
    }
}
