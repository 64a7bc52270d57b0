using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Protocol;

public sealed class MutatedArgumentsTests(UnlimitedMcpServer server) : IClassFixture<UnlimitedMcpServer>
{
    private const int Count = 600;

    private static readonly (string Tool, string[] Names)[] Tools =
    [
        ("query_data", ["collection", "filters", "cursor", "extra"]),
        ("get_user_profile", ["userId", "UserId"]),
        ("get_metrics", ["metricType", "timeRange", "\u0000"]),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e308", "1e999", "-99999999999999999999999999999", "0.30000000000000004", "[]", "{}", "\"\"", "\" \"",
        "\"users\"", "\"USERS\"", "\"users/../metrics\"", "\"user-123\"", "\"user-123?x=1\"", "\"%2e%2e\"", "\"usage\"", "\"24h\"", "\"\\u0000\"",
        "\"\\ud83d\\ude00\"", "\"\\r\\nX-Injected: 1\"", "[\"users\"]", "{\"limit\":1e20}", "{\"limit\":2147483648}", "{\"limit\":3,\"field\":\"id\"}",
        "{\"field\":\"id\",\"value\":\"user-1&limit=1\"}", "{\"field\":\"__proto__\",\"value\":\"x\"}", "{\"operator\":\"between\"}", "{\"value\":{}}",
    ];

    private static readonly string[] RefusedByTheInternalApi =
        ["User not found", "The internal API rejected this query."];

    private static readonly string[] Deep =
        [$"\"{new string('x', 100_000)}\"", $"{new string('[', 26)}{new string(']', 26)}", $"{{\"value\":\"{new string('\u00e9', 5_000)}\"}}"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_is_answered_by_the_tool_s_rules_before_anything_reaches_the_internal_API(int seed)
    {
        var random = new Random(seed);
        var (token, faults) =
            (server.App.Issuer.Token(McpServerApp.AllScopes, $"argues with seed {seed}"), new List<string>());
        for (var sent = 0; sent < Count; sent++)
        {
            var (tool, names) = random.GetItems(Tools, 1)[0];
            var arguments = $"{{{string.Join(',', names.Where(_ => random.Next(2) == 0).Select(name => $"{JsonValue.Create(name).ToJsonString()}:{Value(random)}"))}}}";
            var before = server.App.Api.ReceivedRequests.Count;
            using var answer = await server.App.CallAsync(tool, arguments, token);
            var message = await answer.ReadJsonAsync();
            if (FindFault((int)answer.StatusCode, message, server.App.Api.ReceivedRequests.Count - before) is { } fault)
            {
                faults.Add($"{fault}: {(int)answer.StatusCode} {message.ToJsonString()} to {tool} {arguments}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    private static string Value(Random random) => random.GetItems(random.Next(20) == 0 ? Deep : Values, 1)[0];

    private static string? FindFault(int status, JsonNode message, int upstream) =>
        status == 200 && (int?)message["id"] == 1 && message["result"] is { } result
            ? FindFault(result, upstream)
            : "no result of this call";

    private static string? FindFault(JsonNode result, int upstream)
    {
        var sentence = (bool?)result["isError"] == true ? $"{result["content"]?.AsArray()[^1]?["text"]}" : "";
        return sentence.Contains("unexpectedly", StringComparison.Ordinal) ? "the tool failed"
            : sentence.Length > 0 && upstream > 0 && !IsTheInternalApis(sentence) ? "refused, and yet the internal API was asked"
            : null;
    }

    private static bool IsTheInternalApis(string sentence) =>
        RefusedByTheInternalApi.Any(refusal => sentence.StartsWith(refusal, StringComparison.Ordinal));
}
