using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using McpIntegration.Tests.AppHost;
using Microsoft.IdentityModel.JsonWebTokens;

namespace McpIntegration.Tests.Clients;

/// <summary>
/// Every client's way through the application for alice, bob and carol: gone once, looked at by several tests.
/// </summary>
public sealed class Journeys
{
    private const string AliceCalls = """
        [
          ["query_data", { "collection": "users", "filters": { "field": "id", "operator": "equals", "value": "user-123" } }],
          ["get_user_profile", { "userId": "user-123" }],
          ["get_metrics", { "metricType": "usage", "timeRange": "1h" }]
        ]
        """;

    private const string BobCalls =
        """[["get_user_profile", { "userId": "user-124" }], ["get_metrics", { "metricType": "usage" }]]""";
    private const string CarolCalls =
        """[["get_user_profile", { "userId": "user-125" }], ["get_user_profile", { "userId": "user-125" }]]""";

    // How far apart the server lets its clock and the issuer's be.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<(OfficialClient, string), Lazy<Task<Journey>>> _journeys = new();
    private Task<string>? _expiredToken;

    /// <summary>
    /// Alice calls every tool, one more after a restart of the server, and one more with a token that has expired.
    /// </summary>
    internal Task<Journey> OfAliceAsync(
        OfficialClient client, RunningApplication application, Func<Task<string>> expiredToken) =>
        TravelOnceAsync(client, application, "alice", AliceCalls, _expiredToken ??= expiredToken());

    /// <summary>Bob, whose only scope is mcp:read, calls get_metrics too.</summary>
    internal Task<Journey> OfBobAsync(OfficialClient client, RunningApplication application) =>
        TravelOnceAsync(client, application, "bob", BobCalls);

    /// <summary>Carol, whom no login grants a scope, calls twice.</summary>
    internal Task<Journey> OfCarolAsync(OfficialClient client, RunningApplication application) =>
        TravelOnceAsync(client, application, "carol", CarolCalls);

    private Task<Journey> TravelOnceAsync(
        OfficialClient client,
        RunningApplication application,
        string person,
        string calls,
        Task<string>? expiredToken = null) =>
        _journeys.GetOrAdd(
            (client, person), _ => new(() => TravelAsync(client, application, person, calls, expiredToken))).Value;

    private static async Task<Journey> TravelAsync(
        OfficialClient client, RunningApplication application, string person, string calls, Task<string>? expiredToken)
    {
        using var limit = new CancellationTokenSource(Limit);
        var address = application.McpEndpoint;
        var token = expiredToken is null ? null : await expiredToken;
        string[] arguments = [address.AbsoluteUri, person, calls, .. token is null ? Array.Empty<string>() : [token]];
        return new(client switch
        {
            OfficialClient.TypeScriptV1 => await NodeClients.RunAsync("v1.mjs", InterludeAsync, arguments),
            OfficialClient.TypeScriptV2 => await NodeClients.RunAsync("v2.mjs", InterludeAsync, arguments),
            _ => await CSharpClient.TravelAsync(
                address, person, JsonNode.Parse(calls)?.AsArray() ?? [], InterludeAsync, token, limit.Token),
        });

        async Task InterludeAsync()
        {
            await application.RestartAsync("mcp-server", limit.Token);
            var expiry = new JsonWebToken(token).ValidTo + ClockSkew;
            using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (DateTime.UtcNow < expiry)
            {
                await clock.WaitForNextTickAsync(limit.Token);
            }
        }
    }
}
