using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Clients;

/// <summary>Every client's way through the application for alice and for bob: gone once, looked at by several tests.</summary>
public sealed class Journeys
{
    private const string AliceCalls = """
        [
          ["query_data", { "collection": "users", "filters": { "field": "id", "operator": "equals", "value": "user-123" } }],
          ["get_user_profile", { "userId": "user-123" }],
          ["get_metrics", { "metricType": "usage", "timeRange": "1h" }]
        ]
        """;

    private const string BobCalls = """[["get_user_profile", { "userId": "user-124" }], ["get_metrics", { "metricType": "usage" }]]""";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<(OfficialClient, string), Lazy<Task<Journey>>> _journeys = new();

    /// <summary>Alice calls every tool.</summary>
    internal Task<Journey> OfAliceAsync(OfficialClient client, Uri address) => TravelOnceAsync(client, address, "alice", AliceCalls);

    /// <summary>Bob, whose only scope is mcp:read, calls get_metrics too.</summary>
    internal Task<Journey> OfBobAsync(OfficialClient client, Uri address) => TravelOnceAsync(client, address, "bob", BobCalls);

    private Task<Journey> TravelOnceAsync(OfficialClient client, Uri address, string person, string calls) =>
        _journeys.GetOrAdd((client, person), _ => new(() => TravelAsync(client, address, person, calls))).Value;

    private static async Task<Journey> TravelAsync(OfficialClient client, Uri address, string person, string calls)
    {
        using var limit = new CancellationTokenSource(Limit);
        return new(client switch
        {
            OfficialClient.TypeScriptV1 => await NodeClients.RunAsync("v1.mjs", address.AbsoluteUri, person, calls),
            OfficialClient.TypeScriptV2 => await NodeClients.RunAsync("v2.mjs", address.AbsoluteUri, person, calls),
            _ => await CSharpClient.TravelAsync(address, person, JsonNode.Parse(calls)?.AsArray() ?? [], limit.Token),
        });
    }
}
