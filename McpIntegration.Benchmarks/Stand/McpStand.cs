using McpIntegration.Benchmarks.Bare;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>
/// All that the server stands between, on loopback: an issuer in this process, and Redis and the internal API's mock as
/// processes. Servers to be measured are started on it.
/// </summary>
internal sealed class McpStand : IAsyncDisposable
{
    /// <summary>Also what callers send as Host, whatever port a server has got.</summary>
    public const string Resource = "http://localhost:3000/mcp";

    private const string ApiKey = "benchmarks-only-api-key";

    private readonly WebProcess _api;

    private McpStand(TokenIssuer issuer, RedisServer redis, WebProcess api)
    {
        Issuer = issuer;
        Redis = redis;
        _api = api;
    }

    public TokenIssuer Issuer { get; }

    public RedisServer Redis { get; }

    public static async Task<McpStand> StartAsync(CancellationToken cancellationToken)
    {
        var issuer = await TokenIssuer.StartAsync(cancellationToken);
        var redis = await RedisServer.StartAsync(cancellationToken);
        var api = await WebProcess.StartAsync(
            Builds.Of("McpIntegration.InternalApiMock"),
            [],
            new Dictionary<string, string> { ["ApiKey"] = ApiKey },
            cancellationToken);
        return new(issuer, redis, api);
    }

    /// <summary>The server, with bounds that nobody reaches and everything else as it is by default.</summary>
    public Task<WebProcess> StartServerAsync(
        string assembly, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = new(Authentication())
        {
            ["ConnectionStrings__cache"] = Redis.ConnectionString,
            ["InternalApi__BaseAddress"] = _api.Address.AbsoluteUri,
            ["InternalApi__ApiKey"] = ApiKey,
            ["InternalApi__MaxConcurrency"] = "10000",

            // A pause of the whole machine is slowness and no failure of the API, which would open the circuit for all.
            ["InternalApi__AttemptTimeout"] = "00:01:00",
            ["InternalApi__TotalTimeout"] = "00:02:00",
            ["Caching__Key"] = "benchmarks-only-cache-key-of-32-characters",
            ["RateLimiting__Permits"] = "10000",
            ["RateLimiting__Window"] = "00:00:01",
            ["Edge__MaxConcurrentRequests"] = "10000",
            ["Edge__MaxQueuedRequests"] = "10000",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return WebProcess.StartAsync(assembly, [], environment, cancellationToken);
    }

    /// <summary>The endpoint to compare with, which answers every valid token with this result.</summary>
    public Task<WebProcess> StartBareAsync(string resultFile, CancellationToken cancellationToken) =>
        WebProcess.StartAsync(
            typeof(BareServer).Assembly.Location,
            [BareServer.Command],
            new Dictionary<string, string>(Authentication())
            {
                ["Bare__ResultFile"] = resultFile,

                // As every web project has it.
                ["DOTNET_gcServer"] = "1",
            },
            cancellationToken);

    /// <summary>What the API itself has, for comparison with what the server answers.</summary>
    public async Task<string> ReadUsersAsync(int limit, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _api.Address };
        http.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
        return await http.GetStringAsync(new Uri($"api/v1/users?limit={limit}", UriKind.Relative), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await Redis.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private Dictionary<string, string> Authentication() => new()
    {
        ["Authentication__Issuer"] = Issuer.Address,
        ["Authentication__Resource"] = Resource,
    };
}
