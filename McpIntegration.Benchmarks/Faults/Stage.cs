using System.Text;
using System.Text.Json.Nodes;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>
/// Two replicas of the real server on one redis-server, with the issuer's and the internal API's stand-ins: all of them
/// processes, all settings the product's own but those that say where things are.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Resource = "http://localhost:3000/mcp";
    private const string ApiKey = "faults-only-api-key";
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-API-Key", ApiKey } } };
    private readonly ChildProcess _issuer;

    private Stage(ChildProcess issuer, ChildProcess api, ChildProcess redis)
    {
        _issuer = issuer;
        Api = api;
        Redis = redis;
    }

    public ChildProcess Api { get; }

    public ChildProcess Redis { get; }

    public Balancer Balancer { get; } = new();

    public static async Task<Stage> StartAsync(CancellationToken cancellationToken)
    {
        var started = new Stack<IAsyncDisposable>();
        try
        {
            var issuer = await StartIssuerAsync(cancellationToken);
            started.Push(issuer);
            var api = await StartApiAsync(cancellationToken);
            started.Push(api);
            var redis = await Programs.StartRedisAsync(cancellationToken);
            started.Push(redis);
            var stage = new Stage(issuer, api, redis);
            started.Push(stage.Balancer);
            await stage.StartReplicaAsync(cancellationToken);
            await stage.StartReplicaAsync(cancellationToken);
            return stage;
        }
        catch
        {
            foreach (var part in started)
            {
                await part.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>A token of Alice, who may do everything, for longer than this runs.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
            [new("username", "alice"), new("scope", "mcp:query"), new("lifespan", "900")]);
        using var answer = await _http.PostAsync(
            new Uri(_issuer.Address, "realms/mcp/development/token"), form, cancellationToken);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return (string?)body?["access_token"] ?? throw new InvalidOperationException($"No token: {body}");
    }

    /// <summary>What the API itself says, which every answer is compared with.</summary>
    public async Task<JsonArray> ReadUsersAsync(int count, CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync(new Uri(Api.Address, $"api/v1/users?limit={count}"), cancellationToken);
        return JsonNode.Parse(text)?.AsArray() ?? throw new InvalidOperationException($"No records: {text}");
    }

    public async Task SetApiFaultAsync(string? text, CancellationToken cancellationToken)
    {
        var address = new Uri(Api.Address, "development/faults");
        using var body = text is null ? null : new StringContent(text, Encoding.UTF8, "text/plain");
        using var answer = text is null
            ? await _http.DeleteAsync(address, cancellationToken)
            : await _http.PutAsync(address, body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>As a rolling update does it: the next one is not touched before the new one is ready.</summary>
    public async Task RestartReplicasAsync(CancellationToken cancellationToken)
    {
        foreach (var replica in Balancer.Replicas)
        {
            var exitCode = await replica.Process.TerminateAsync(cancellationToken);
            if (exitCode != 0)
            {
                throw new InvalidOperationException($"A replica that was told to end ended with {exitCode}.");
            }

            await Balancer.RemoveAsync(replica);
            await StartReplicaAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Redis.DisposeAsync();
        await Api.DisposeAsync();
        await _issuer.DisposeAsync();
        _http.Dispose();
    }

    private static Task<ChildProcess> StartIssuerAsync(CancellationToken cancellationToken) => Programs.StartWebAsync(
        "McpIntegration.KeycloakMock",
        "Development",
        new Dictionary<string, string>
        {
            ["MCP_RESOURCE"] = Resource,
            ["MCP_MACHINE_SECRET"] = "faults-only-secret",
            ["RealmFolder"] = Path.Combine(Programs.SolutionFolder, "keycloak"),
        },
        cancellationToken);

    private static Task<ChildProcess> StartApiAsync(CancellationToken cancellationToken) => Programs.StartWebAsync(
        "McpIntegration.InternalApiMock",
        "Development",
        new Dictionary<string, string> { ["ApiKey"] = ApiKey },
        cancellationToken);

    private async Task StartReplicaAsync(CancellationToken cancellationToken) => await Balancer.AddAsync(
        await Programs.StartWebAsync(
            "McpIntegration.McpServer",
            "Production",
            new Dictionary<string, string>
            {
                ["Authentication__Issuer"] = $"{_issuer.Address}realms/mcp",
                ["Authentication__Resource"] = Resource,
                ["InternalApi__BaseAddress"] = Api.Address.AbsoluteUri,
                ["InternalApi__ApiKey"] = ApiKey,
                ["Caching__Key"] = "faults-only-cache-key-of-32-characters",
                ["ConnectionStrings__cache"] = $"127.0.0.1:{Redis.Port}",

                // One caller asks everything.
                ["RateLimiting__Permits"] = "10000",

                // The client looks four times a second.
                ["Edge__DrainDelay"] = "00:00:01",
            },
            cancellationToken),
        cancellationToken);
}
