using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.AppHost.Cache;

/// <summary>
/// Garnet, which speaks Redis, as a process: what the Redis container is where there are no containers.
/// </summary>
internal sealed class GarnetResource(string name, string workingDirectory)
    : ExecutableResource(name, "dotnet", workingDirectory), IResourceWithConnectionString
{
    public EndpointReference PrimaryEndpoint => field ??= new EndpointReference(this, Garnet.EndpointName);

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}");
}

/// <inheritdoc cref="GarnetResource"/>
internal static class Garnet
{
    public const string EndpointName = "tcp";

    /// <summary>The rate limiter needs Lua; nothing but this machine needs the port.</summary>
    public static IResourceBuilder<GarnetResource> AddGarnet(
        this IDistributedApplicationBuilder builder, [ResourceName] string name)
    {
        var resource = new GarnetResource(name, builder.AppHostDirectory);
        var project = new Projects.McpIntegration_GarnetHost().ProjectPath;
        return builder.AddResource(resource)
            .WithEndpoint(name: EndpointName, scheme: "redis")
            .WithArgs("run", "--no-build", "--configuration", Configuration(), "--project", project, "--")
            .WithArgs("--lua", "--bind", "127.0.0.1", "--port")
            .WithArgs(context => context.Args.Add(resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort)))
            .WithPingCheck();
    }

    // Built together with the AppHost, so in its configuration.
    private static string Configuration() =>
        typeof(Garnet).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    private static IResourceBuilder<GarnetResource> WithPingCheck(this IResourceBuilder<GarnetResource> garnet)
    {
        var key = $"{garnet.Resource.Name}_check";
        string? connectionString = null;
        garnet.OnConnectionStringAvailable(async (resource, _, cancellationToken) =>
            connectionString = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken));
        garnet.ApplicationBuilder.Services.AddHealthChecks().AddRedis(
            _ => connectionString
                ?? throw new InvalidOperationException($"'{garnet.Resource.Name}' has no connection string yet."),
            key);
        return garnet.WithHealthCheck(key);
    }
}
