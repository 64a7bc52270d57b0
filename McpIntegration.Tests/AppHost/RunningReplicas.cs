using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The whole application with two processes of the server behind its one address, as patient with the cache as they can
/// be.
/// </summary>
public sealed class RunningReplicas : RunningApplication
{
    public const int Permits = 10;

    protected override IEnumerable<string> Arguments => [.. base.Arguments, "--Replicas=2"];

    protected override void Change(IDistributedApplicationTestingBuilder builder) =>
        builder.CreateResourceBuilder(
            builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "mcp-server"))
            .WithEnvironment("Redis__OperationTimeout", "00:00:00.1")
            .WithEnvironment("RateLimiting__Permits", Permits.ToString(CultureInfo.InvariantCulture));
}
