// The system as a client meets it: every step says what it does and what came, and checks that against what is promised.
//
//     dotnet run --project McpIntegration.AppHost                      (starts the system; leave it running)
//     dotnet run demo.cs [address of the MCP server] [issuer]          (the addresses may also stand in MCP_ADDRESS and MCP_ISSUER)
//
// The exit code is 0 when everything was as promised, else 1. A run takes about 12 of the 100 requests in 15 minutes that its caller has.
#:package ModelContextProtocol
#:property PublishAot=false

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

using var wire = new Wire();
try
{
    var server = new Uri(Setting(0, "MCP_ADDRESS") ?? "http://localhost:3000/mcp");
    var trusted = Setting(1, "MCP_ISSUER") ?? "http://localhost:8080/realms/mcp";

    var metadata = await Door.KnockAsync(wire, server);
    var tokenEndpoint = await Door.FindTokensAsync(wire, server, metadata, trusted);

    var token = await Door.GetTokenAsync(wire, tokenEndpoint, "mcp:read mcp:query");
    await using var client = await Door.ConnectAsync(wire, server, token, "2026-07-28");
    await Tools.ListAsync(client);
    await Tools.QueryTwiceAsync(client, wire);
    await Tools.ReadProfilesAsync(client);
    await Tools.AskForTooMuchAsync(client);
    await Tools.AskWithoutScopeAsync(client, wire);

    var wider = await Door.GetTokenAsync(wire, tokenEndpoint, "mcp:read mcp:query mcp:metrics");
    await using var older = await Door.ConnectAsync(wire, server, wider, "2025-11-25");
    await Tools.ReadMetricsAsync(older);
    Tools.LookAtLimit(wire);

    Console.WriteLine($"\nEverything was as promised, in {wire.Charged} requests of this caller's limit.");
    return 0;
}
catch (Exception e) when (e is BrokenPromiseException or HttpRequestException or McpException or OperationCanceledException or JsonException)
{
    await Console.Error.WriteLineAsync($"\n{wire.Explain(e)}");
    return 1;
}

string? Setting(int index, string variable) => args.ElementAtOrDefault(index) ?? Environment.GetEnvironmentVariable(variable);

/// <summary>From an address alone to a connection: what an MCP client does when it meets a server for the first time.</summary>
internal static class Door
{
    public static async Task<string> KnockAsync(Wire wire, Uri server)
    {
        Story.Step($"Knock at {server} without a token");
        using var answer = await wire.Http.PostAsJsonAsync(server, new { jsonrpc = "2.0", id = 1, method = "tools/list" });
        Story.Promise(answer.StatusCode == HttpStatusCode.Unauthorized, $"nobody gets in without one: {(int)answer.StatusCode}");
        var challenge = wire.Header("WWW-Authenticate");
        Story.Promise(challenge.StartsWith("Bearer resource_metadata=\"", StringComparison.Ordinal), $"the answer says where to ask: {challenge}");
        return challenge.Split('"')[1];
    }

    public static async Task<string> FindTokensAsync(Wire wire, Uri server, string metadata, string trusted)
    {
        Story.Step($"Ask there: {metadata}");
        var resource = await wire.Http.GetFromJsonAsync<JsonObject>(metadata);
        Story.Promise((string?)resource?["resource"] == server.AbsoluteUri, $"the metadata is this server's own: {resource?["resource"]}");

        // Whoever could change that document would otherwise be handed the secret.
        var issuer = (string?)resource?["authorization_servers"]?[0];
        Story.Promise(issuer == trusted, $"it names the issuer that may have the secret, {trusted}: {issuer}");
        var issuing = await wire.Http.GetFromJsonAsync<JsonObject>($"{issuer}/.well-known/openid-configuration");
        var endpoint = (string?)issuing?["token_endpoint"];
        Story.Promise(endpoint is not null, $"the issuer's own metadata says where tokens are: {endpoint}");
        return endpoint ?? "";
    }

    public static async Task<string> GetTokenAsync(Wire wire, string endpoint, string scope)
    {
        Story.Step($"Get a token for {scope}, as a job does that has no person");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "mcp-machine",
            ["client_secret"] = "development-only-secret",
            ["scope"] = scope,
        });
        using var answer = await wire.Http.PostAsync(endpoint, form);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Story.Promise((string?)body?["scope"] == scope, $"it came, for {body?["expires_in"]} seconds: {body?["scope"] ?? body?["error"]}");
        return (string?)body?["access_token"] ?? "";
    }

    public static async Task<McpClient> ConnectAsync(Wire wire, Uri server, string token, string version)
    {
        Story.Step($"Connect with the official C# client, revision {version} of the protocol");
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = server,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            },
            wire.Http);
        var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version });
        Story.Promise(client.NegotiatedProtocolVersion == version, $"the server speaks it: {client.NegotiatedProtocolVersion}");
        Story.Promise(client.ServerInfo?.Name == "internal-data-server", $"and says who it is: {client.ServerInfo?.Name} {client.ServerInfo?.Version}");
        return client;
    }
}

internal static class Tools
{
    public static async Task ListAsync(McpClient client)
    {
        Story.Step("List the tools");
        var names = string.Join(", ", (await client.ListToolsAsync()).Select(tool => tool.Name));
        Story.Promise(names == "query_data, get_user_profile, get_metrics", $"there are three: {names}");
    }

    public static async Task QueryTwiceAsync(McpClient client, Wire wire)
    {
        // The time makes the question a new one, however often and by however many people the demo is run.
        var now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var arguments = new { collection = "orders", filters = new { field = "createdAt", @operator = "less", value = now, limit = 2 } };

        Story.Step($"query_data: two orders from before {now}");
        var first = await CallAsync(client, "query_data", arguments);
        Story.Promise(first.StructuredContent?.GetProperty("records").GetArrayLength() == 2, $"two records came: {first.StructuredContent}");
        Story.Promise(wire.Header("X-Cache") == "MISS", $"nobody had asked that before, X-Cache: {wire.Header("X-Cache")}");

        Story.Step("query_data: the same question again");
        var second = await CallAsync(client, "query_data", arguments);
        Story.Promise(TextOf(second) == TextOf(first), "the answer is the same");
        Story.Promise(wire.Header("X-Cache") == "HIT", $"and the internal API was not asked for it, X-Cache: {wire.Header("X-Cache")}");
    }

    public static async Task ReadProfilesAsync(McpClient client)
    {
        Story.Step("get_user_profile: user-123");
        var alice = await CallAsync(client, "get_user_profile", new { userId = "user-123" });
        Story.Promise(alice.StructuredContent?.GetProperty("name").GetString() == "Alice Anders", $"it is Alice Anders: {TextOf(alice)}");

        Story.Step("get_user_profile: somebody who does not exist");
        var nobody = await CallAsync(client, "get_user_profile", new { userId = "user-999" });
        Story.Promise(nobody.IsError is true && TextOf(nobody) == "User not found", $"the model is told: {TextOf(nobody)}");
    }

    public static async Task AskForTooMuchAsync(McpClient client)
    {
        Story.Step("query_data: 500 records at once");
        var refused = await CallAsync(client, "query_data", new { collection = "users", filters = new { limit = 500 } });
        Story.Promise(
            refused.IsError is true && TextOf(refused) == "filters.limit is 500: it must be between 1 and 100.",
            $"the model is told how to mend its call: {TextOf(refused)}");
    }

    public static async Task AskWithoutScopeAsync(McpClient client, Wire wire)
    {
        Story.Step("get_metrics: with this token, which lacks its scope");
        try
        {
            await CallAsync(client, "get_metrics", new { metricType = "usage" });
        }
        catch (Exception e) when (e is HttpRequestException or McpException && wire.Status == HttpStatusCode.Forbidden)
        {
            // As it should be.
        }

        Story.Promise(wire.Status == HttpStatusCode.Forbidden, $"it is refused: {(int)wire.Status}");
        var challenge = wire.Header("WWW-Authenticate");
        Story.Promise(
            challenge.EndsWith("scope=\"mcp:metrics mcp:query mcp:read\", error=\"insufficient_scope\"", StringComparison.Ordinal),
            $"the answer names the scopes to ask for: {challenge}");
    }

    public static async Task ReadMetricsAsync(McpClient client)
    {
        Story.Step("get_metrics: with the token that has the scope");
        var metrics = await CallAsync(client, "get_metrics", new { metricType = "usage", timeRange = "1h" });
        var summary = metrics.StructuredContent?.GetProperty("summary");
        Story.Promise(summary?.GetProperty("max").GetDouble() > 0, $"the requests of the last hour: {summary}");
    }

    public static void LookAtLimit(Wire wire)
    {
        Story.Step("Look at what is left of the limit");
        Story.Promise(wire.Header("RateLimit-Policy") == "\"default\";q=100;w=900", $"every answer names the rule: {wire.Header("RateLimit-Policy")}");
        Story.Promise(wire.PermitsLeft <= 100 - wire.Charged, $"and what is left of it: {wire.Header("RateLimit")}");
    }

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, object arguments) =>
        await client.CallToolAsync(tool, JsonSerializer.SerializeToNode(arguments)?.AsObject().ToDictionary(member => member.Key, member => (object?)member.Value));

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}

internal static class Story
{
    private static int _steps;

    public static void Step(string title) => Console.WriteLine($"\n{++_steps}. {title}");

    public static void Promise(bool kept, string promise)
    {
        if (!kept)
        {
            throw new BrokenPromiseException(promise);
        }

        Console.WriteLine($"   ok: {promise}");
    }
}

internal sealed class BrokenPromiseException(string promise) : Exception(promise);

/// <summary>Remembers the latest answer's status and fields, which the MCP client does not show.</summary>
internal sealed class Wire : DelegatingHandler
{
    private HttpResponseMessage? _last;
    private Uri? _address;

    public Wire() : base(new SocketsHttpHandler()) => Http = new HttpClient(this) { Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http { get; }

    public HttpStatusCode Status => _last?.StatusCode ?? 0;

    public int Charged { get; private set; }

    public int PermitsLeft => Header("RateLimit").Split("r=") is [_, var rest] ? int.Parse(rest.Split(';')[0], CultureInfo.InvariantCulture) : int.MaxValue;

    public string Header(string name) => _last is not null && _last.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "(absent)";

    public string Explain(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            $"Nothing answers at {_address}. Start it with: dotnet run --project McpIntegration.AppHost",
        _ when Status == HttpStatusCode.TooManyRequests =>
            $"This caller's limit is used up. Run the demo again in {Header("Retry-After")} seconds.",
        BrokenPromiseException => $"Not as promised: {failure.Message}",
        _ => $"Not as promised: {_address} answered {(_last is null ? "nothing" : (int)Status)}. {failure.Message}",
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (_address, _last) = (request.RequestUri, null);
        Charged += request.Headers.Authorization is null ? 0 : 1;
        return _last = await base.SendAsync(request, cancellationToken);
    }
}
