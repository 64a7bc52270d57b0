namespace McpIntegration.AppHost;

internal static class PublicAddresses
{
    /// <summary>
    /// The address under which clients know a resource. It ends in tokens, so it is the same text for whoever reads it:
    /// in run mode the localhost address also for a container, which would otherwise see a name of the container
    /// network; published, the public host over TLS, since platforms terminate TLS in front and would name the
    /// binding's own scheme.
    /// </summary>
    public static ReferenceExpression PublicAddress<T>(this IResourceBuilder<T> resource)
        where T : IResourceWithEndpoints =>
        resource.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? ReferenceExpression.Create($"https://{resource.GetEndpoint("http").Property(EndpointProperty.Host)}")
            : ReferenceExpression.Create($"{resource.GetEndpoint("http", KnownNetworkIdentifiers.LocalhostNetwork)}");
}
