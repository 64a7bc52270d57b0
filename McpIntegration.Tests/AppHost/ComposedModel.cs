using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The application model as AppHost.cs composes it. Nothing starts, so containers mode needs no engine.
/// </summary>
internal sealed class ComposedModel(IDistributedApplicationTestingBuilder builder) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EvaluationLimit = TimeSpan.FromSeconds(20);
    private readonly ServiceProvider _services = builder.Services.BuildServiceProvider();

    public IResourceCollection Resources => builder.Resources;

    /// <summary>What would run: not the parameters, and not the helpers that start only when somebody asks.</summary>
    public IEnumerable<string> Running => Resources
        .Where(resource => resource is IComputeResource && !resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
        .Select(resource => resource.Name);

    private DistributedApplicationExecutionContext Context => new(
        new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Run) { Services = _services });

    public static async Task<ComposedModel> CreateAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        string[] isolated =
        [
            "--Issuer=", "--KEYCLOAK_HOME=", "--ConnectionStrings:cache=",
            // AppHost.cs goes on to run when the builder is disposed: without an orchestrator that comes to nothing.
            "--DcpPublisher:CliPath=none",
        ];
        return new ComposedModel(await DistributedApplicationTestingBuilder.CreateAsync<Projects.McpIntegration_AppHost>(
            [.. isolated, .. arguments], limit.Token));
    }

    public IResource Resource(string name) => Resources.Single(resource => resource.Name == name);

    /// <summary>
    /// What the orchestrator does at the start: from then on the endpoints have addresses on this machine.
    /// </summary>
    /// <param name="name">The resource.</param>
    /// <param name="port">Of its first endpoint, http; the others have the next.</param>
    public void Allocate(string name, int port)
    {
        foreach (var endpoint in Resource(name).Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(
                endpoint, "localhost", port, targetPortExpression: $"{port}");
            port++;
        }
    }

    public Task<IReadOnlySet<IResource>> DependenciesAsync(string name) =>
        Resource(name).GetResourceDependenciesAsync(
            Context, ResourceDependencyDiscoveryMode.DirectOnly, CancellationToken.None);

    /// <summary>
    /// An address that only a start would give, such as one in the container network, makes this fail at its limit.
    /// </summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(string name)
    {
        using var limit = new CancellationTokenSource(EvaluationLimit);
        var result = await ExecutionConfigurationBuilder.Create(Resource(name))
            .WithEnvironmentVariablesConfig()
            .BuildAsync(Context, resourceLogger: null, limit.Token);
        return result.EnvironmentVariables.ToDictionary(variable => variable.Key, variable => variable.Value);
    }

    public async Task<string[]> ArgumentsAsync(string name)
    {
        var result =
            await ExecutionConfigurationBuilder.Create(Resource(name)).WithArgumentsConfig().BuildAsync(Context);
        return [.. result.Arguments.Select(argument => argument.Value)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await builder.DisposeAsync();
    }
}
