using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using McpIntegration.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The whole application, embedded, started once for all tests of <see cref="RunningApplicationTestGroup"/>: on free
/// ports, with nothing taken from the machine's own settings. Tests must not change what others see; callers get their
/// own HttpClient.
/// </summary>
public class RunningApplication : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private DistributedApplication? _application;

    /// <summary>The MCP endpoint, which is also the audience of its tokens.</summary>
    public Uri McpEndpoint => new(McpServer, "mcp");

    public Uri McpServer => Endpoint("mcp-server");

    public Uri Keycloak => Endpoint("keycloak");

    /// <summary>The exact text of <c>iss</c>.</summary>
    public string Issuer => new Uri(Keycloak, "realms/mcp").AbsoluteUri;

    public Uri InternalApi => Endpoint("internal-api");

    public string CacheConnectionString { get; private set; } = "";

    protected virtual IEnumerable<string> Arguments => ["--KEYCLOAK_HOME=", "--Keycloak:Database=dev-mem"];

    protected virtual bool IsStarted => true;

    public DistributedApplication Application =>
        _application ?? throw new InvalidOperationException("The application is not running.");

    /// <summary>A client whose base address is the resource's http endpoint.</summary>
    public HttpClient CreateClient(string resource) => new() { BaseAddress = Endpoint(resource) };

    /// <summary>What the process of a resource was started with.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string resource)
    {
        var model = Application.Services.GetRequiredService<DistributedApplicationModel>();
        var context = Application.Services.GetRequiredService<DistributedApplicationExecutionContext>();
        var result =
            await ExecutionConfigurationBuilder.Create(model.Resources.Single(candidate => candidate.Name == resource))
            .WithEnvironmentVariablesConfig().BuildAsync(context);
        return result.EnvironmentVariables.ToDictionary(variable => variable.Key, variable => variable.Value);
    }

    /// <summary>Kills a resource's process, as a crash would, and starts another at the same address.</summary>
    public async Task RestartAsync(string resource, CancellationToken cancellationToken)
    {
        var model = Application.Services.GetRequiredService<DistributedApplicationModel>();
        var before = await StateAsync(resource, state => ProcessId(state) is not null, cancellationToken);
        using (var process = Process.GetProcessById(ProcessId(before) ?? 0))
        {
            process.Kill(entireProcessTree: true);
        }

        await StateAsync(
            resource, state => KnownResourceStates.TerminalStates.Contains(state.State?.Text), cancellationToken);
        var start = await Application.ResourceCommands.ExecuteCommandAsync(
            model.Resources.Single(candidate => candidate.Name == resource), KnownResourceCommands.StartCommand, cancellationToken);
        Assert.True(start.Success, start.Message);
        using var client = CreateClient(resource);
        await Eventually.TrueAsync($"{resource} is back", () => IsHealthyAsync(client, cancellationToken));
    }

    public async Task InitializeAsync()
    {
        if (!IsStarted)
        {
            return;
        }

        using var limit = new CancellationTokenSource(StartLimit);
        string[] arguments =
        [
            "--Mode", "embedded",
            "--Issuer=",
            "--ConnectionStrings:cache=",
            // The processes end by themselves; waiting for that would take 13 seconds.
            "--DcpPublisher:WaitForResourceCleanup=false",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=None",
            .. Arguments,
        ];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.McpIntegration_AppHost>(arguments, limit.Token);
        Change(builder);
        _application = await builder.BuildAsync(limit.Token);
        await _application.StartAsync(limit.Token);
        await _application.ResourceNotifications.WaitForResourceHealthyAsync("mcp-server", limit.Token);
        CacheConnectionString = await _application.GetConnectionStringAsync("cache", limit.Token)
            ?? throw new InvalidOperationException("The cache has no connection string.");
    }

    public virtual async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }
    }

    /// <summary>What a test wants to be different from how people start it.</summary>
    protected virtual void Change(IDistributedApplicationTestingBuilder builder)
    {
    }

    private async Task<CustomResourceSnapshot> StateAsync(
        string resource, Func<CustomResourceSnapshot, bool> isWanted, CancellationToken cancellationToken) =>
        (await Application.ResourceNotifications.WaitForResourceAsync(
            resource, candidate => isWanted(candidate.Snapshot), cancellationToken)).Snapshot;

    private static int? ProcessId(CustomResourceSnapshot resource) =>
        resource.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value as int?;

    private static async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("/health", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nothing listens yet.
            return false;
        }
    }

    private Uri Endpoint(string resource) => Application.GetEndpoint(resource, "http");
}
