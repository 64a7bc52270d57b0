// The system as a client meets it. Every step says what it does and what came, and checks that against what is
// promised.
//
//     dotnet run --project McpIntegration.AppHost     starts the system; leave it running
//     dotnet run demo.cs                              or: dotnet run demo.cs <address of the MCP server> <issuer>
//
// MCP_ADDRESS and MCP_ISSUER may hold the addresses as well. The exit code is 0 when everything was as promised, else
// 1. A run takes 12 of the 100 requests that its caller has in any 15 minutes.
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
using static Story;

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

    Console.WriteLine("\nEverything was as promised.");
    return 0;
}
catch (Exception e) when (e is BrokenPromiseException or HttpRequestException or McpException
    or OperationCanceledException or JsonException or UriFormatException)
{
    await Console.Error.WriteLineAsync($"\n{wire.Explain(e)}");
    return 1;
}

string? Setting(int index, string name) => args.ElementAtOrDefault(index) ?? Environment.GetEnvironmentVariable(name);

/// <summary>
/// From an address alone to a connection, as for any MCP client that meets a server for the first time.
/// </summary>
internal static class Door
{
    public static async Task<string> KnockAsync(Wire wire, Uri server)
    {
        Step($"Knock at {server} without a token");
        var request = new { jsonrpc = "2.0", id = 1, method = "tools/list" };
        using var answer = await wire.Http.PostAsJsonAsync(server, request);
        Promise(wire.Status == HttpStatusCode.Unauthorized, "nobody gets in without one", (int)wire.Status);

        var challenge = wire.Field("WWW-Authenticate");
        Promise(
            challenge.StartsWith("Bearer resource_metadata=\"", Exactly), "the answer says where to ask", challenge);
        return challenge.Split('"')[1];
    }

    public static async Task<string> FindTokensAsync(Wire wire, Uri server, string metadata, string trusted)
    {
        Step($"Ask there: {metadata}");
        var resource = await wire.Http.GetFromJsonAsync<JsonObject>(metadata);
        Promise(
            (string?)resource?["resource"] == server.AbsoluteUri, "it speaks of this server", resource?["resource"]);

        // Whoever could change that document would otherwise be handed the secret.
        var issuer = (string?)resource?["authorization_servers"]?[0];
        Promise(issuer == trusted, $"it names the one issuer that may have the secret, {trusted}", issuer);

        var issuing = await wire.Http.GetFromJsonAsync<JsonObject>($"{issuer}/.well-known/openid-configuration");
        var endpoint = (string?)issuing?["token_endpoint"];
        Promise(endpoint is not null, "the issuer says where tokens are", endpoint);
        return endpoint ?? "";
    }

    public static async Task<string> GetTokenAsync(Wire wire, string endpoint, string scope)
    {
        Step($"Get a token for {scope}, as a job does that has no person");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "mcp-machine",
            ["client_secret"] = "development-only-secret",
            ["scope"] = scope,
        });
        using var answer = await wire.Http.PostAsync(endpoint, form);
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Promise(
            IsSame((string?)token?["scope"], scope),
            $"it came, for {token?["expires_in"]} seconds",
            token?["scope"] ?? token?["error"]);
        return (string?)token?["access_token"] ?? "";
    }

    public static async Task<McpClient> ConnectAsync(Wire wire, Uri server, string token, string version)
    {
        Step($"Connect with the official C# client, revision {version} of the protocol");
        var options = new HttpClientTransportOptions
        {
            Endpoint = server,
            TransportMode = HttpTransportMode.StreamableHttp,
            EnableStandaloneGetStream = false,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        };
        var transport = new HttpClientTransport(options, wire.Http);
        var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version });
        Promise(client.NegotiatedProtocolVersion == version, "the server speaks it", client.NegotiatedProtocolVersion);
        Promise(client.ServerInfo?.Name == "internal-data-server", "and says who it is", client.ServerInfo?.Name);
        return client;
    }

    // An issuer may list the scopes in any order.
    private static bool IsSame(string? granted, string asked) =>
        granted?.Split(' ').Order().SequenceEqual(asked.Split(' ').Order()) is true;
}

internal static class Tools
{
    public static async Task ListAsync(McpClient client)
    {
        Step("List the tools");
        var names = string.Join(", ", (await client.ListToolsAsync()).Select(tool => tool.Name));
        Promise(names == "query_data, get_user_profile, get_metrics", "there are three", names);
    }

    public static async Task QueryTwiceAsync(McpClient client, Wire wire)
    {
        // The time makes the question a new one, however often and by however many people the demo is run.
        var now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var filters = new { field = "createdAt", @operator = "less", value = now, limit = 2 };

        Step($"query_data: two orders from before {now}");
        var first = await CallAsync(client, "query_data", new { collection = "orders", filters });
        var records = first.StructuredContent?.GetProperty("records");
        Promise(records?.GetArrayLength() == 2, "two records came", records);
        Promise(wire.Field("X-Cache") == "MISS", "nobody had asked that before, X-Cache", wire.Field("X-Cache"));

        Step("query_data: the same question again");
        var second = await CallAsync(client, "query_data", new { collection = "orders", filters });
        Promise(
            $"{second.StructuredContent}" == $"{first.StructuredContent}",
            "the same two records came",
            second.StructuredContent?.GetProperty("records"));
        Promise(wire.Field("X-Cache") == "HIT", "without asking the internal API, X-Cache", wire.Field("X-Cache"));
    }

    public static async Task ReadProfilesAsync(McpClient client)
    {
        Step("get_user_profile: user-123");
        var alice = await CallAsync(client, "get_user_profile", new { userId = "user-123" });
        Promise(
            alice.StructuredContent?.GetProperty("name").GetString() == "Alice Anders",
            "it is Alice",
            alice.StructuredContent);

        Step("get_user_profile: somebody who does not exist");
        var nobody = await CallAsync(client, "get_user_profile", new { userId = "user-999" });
        Promise(nobody.IsError is true && TextOf(nobody) == "User not found", "the model is told", TextOf(nobody));
    }

    public static async Task AskForTooMuchAsync(McpClient client)
    {
        Step("query_data: 500 records at once");
        var refused =
            await CallAsync(client, "query_data", new { collection = "users", filters = new { limit = 500 } });
        var isRefused =
            refused.IsError is true && TextOf(refused) == "filters.limit is 500: it must be between 1 and 100.";
        Promise(isRefused, "the model is told how to mend its call", TextOf(refused));
    }

    public static async Task AskWithoutScopeAsync(McpClient client, Wire wire)
    {
        Step("get_metrics: with this token, which lacks its scope");
        try
        {
            await CallAsync(client, "get_metrics", new { metricType = "usage" });
        }
        catch (Exception e) when (e is HttpRequestException or McpException && wire.Status == HttpStatusCode.Forbidden)
        {
            // As it should be.
        }

        Promise(wire.Status == HttpStatusCode.Forbidden, "it is refused", (int)wire.Status);
        var challenge = wire.Field("WWW-Authenticate");
        var needed = "scope=\"mcp:metrics mcp:query mcp:read\", error=\"insufficient_scope\"";
        Promise(challenge.Contains(needed, Exactly), "the answer names the scopes to ask for", challenge);
    }

    public static async Task ReadMetricsAsync(McpClient client)
    {
        Step("get_metrics: with the token that has the scope");
        var metrics = await CallAsync(client, "get_metrics", new { metricType = "usage", timeRange = "1h" });
        var summary = metrics.StructuredContent?.GetProperty("summary");
        Promise(summary?.GetProperty("max").GetDouble() > 0, "the requests of the last hour", summary);
    }

    public static void LookAtLimit(Wire wire)
    {
        Step("Look at the limit");
        var policy = wire.Field("RateLimit-Policy");
        Promise(policy == "\"default\";q=100;w=900", "every answer names the rule", policy);
        var left = wire.Field("RateLimit");
        Promise(
            left.StartsWith("\"default\";r=", Exactly),
            $"and what is left after the {wire.Charged} requests until here",
            left);
    }

    private static async Task<CallToolResult> CallAsync(McpClient client, string tool, object arguments)
    {
        var members = JsonSerializer.SerializeToElement(arguments).EnumerateObject();
        return await client.CallToolAsync(
            tool, members.ToDictionary(member => member.Name, member => (object?)member.Value));
    }

    private static string TextOf(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}

internal static class Story
{
    public const StringComparison Exactly = StringComparison.Ordinal;
    private static int _steps;

    public static void Step(string title) => Console.WriteLine($"\n{++_steps}. {title}");

    public static void Promise(bool isKept, string promise, object? came)
    {
        if (!isKept)
        {
            throw new BrokenPromiseException($"{promise}: {came ?? "nothing"}");
        }

        Console.WriteLine($"   ok: {promise}: {came}");
    }
}

internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>
/// The HTTP beneath: remembers the latest answer's status and fields, which the MCP client does not show.
/// </summary>
internal sealed class Wire : DelegatingHandler
{
    private HttpResponseMessage? _last;
    private Uri? _address;

    public Wire() : base(new SocketsHttpHandler()) =>
        Http = new HttpClient(this) { Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http { get; }

    public HttpStatusCode Status => _last?.StatusCode ?? 0;

    public int Charged { get; private set; }

    public string Field(string name) =>
        _last is not null && _last.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "absent";

    public string Explain(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            $"Nothing answers at {_address}. Start it with: dotnet run --project McpIntegration.AppHost",
        _ when Status == HttpStatusCode.TooManyRequests =>
            $"This caller's limit is used up. Run the demo again in {Field("Retry-After")} seconds.",
        BrokenPromiseException or UriFormatException => $"Not as promised: {failure.Message}",
        _ => $"Not as promised: {_address} answered {(_last is null ? "nothing" : (int)Status)}. {failure.Message}",
    };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (_address, _last) = (request.RequestUri, null);
        Charged += request.Headers.Authorization is null ? 0 : 1;
        return _last = await base.SendAsync(request, cancellationToken);
    }
}
