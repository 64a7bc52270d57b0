using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Pipeline;

namespace McpIntegration.Tests.Protocol;

/// <summary>An honest request of either era, bent at random in its values, bytes, members or headers.</summary>
internal sealed partial class MutatedRequest(Random random)
{
    private const string Symbols = "{}[]\",:\\0aueE-. ";

    private const string Meta =
        """
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"progressToken":7}
        """;

    private static readonly string[] Requests =
    [
        McpMessages.Initialize("2025-11-25"),
        McpMessages.ListTools,
        """
        {"jsonrpc":"2.0","id":"\ud83d\ude00a","method":"tools/call","params":{"name":"query_data",
         "arguments":{"collection":"users","filters":{"limit":3}}}}
        """,
        """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"x"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"debug"}}""",
        $$$"""{"jsonrpc":"2.0","id":12,"method":"server/discover","params":{"_meta":{{{Meta}}} } }""",
        $$$"""{"jsonrpc":"2.0","id":13,"method":"tools/list","params":{"_meta":{{{Meta}}},"cursor":"x"}}""",
        $$$"""
        {"jsonrpc":"2.0","id":"a-14","method":"tools/call","params":{"_meta":{{{Meta}}},
         "name":"query_data","arguments":{"collection":"users"} } }
        """,
        $$$"""
        {"jsonrpc":"2.0","id":15,"method":"subscriptions/listen","params":{"_meta":{{{Meta}}},"notifications":{} } }
        """,
    ];

    private static readonly string[] Values =
    [
        "null", "{}", "[]", "5", "-1e999", "99999999999999999999999999", "0.1", "true", "\"\"", "\"\\ud800\"",
        "{\"a\":1,\"a\":2}", "[[[[]]]]", $"{new string('[', 40)}{new string(']', 40)}", "{\"_meta\":5}",
        "\"2026-07-28\"", "\"2025-11-25\"", "\"initialize\"", "\"tools/call\"", "\"get_metrics\"",
    ];

    private static readonly Dictionary<string, string[]> Headers = new()
    {
        ["MCP-Protocol-Version"] =
            [McpMessages.Newest, McpMessages.Newest, "2025-11-25", "2024-11-05", "2099-01-01", "x", ""],
        ["Mcp-Method"] = ["tools/call", "tools/list", "server/discover", "initialize", "TOOLS/CALL", ""],
        ["Mcp-Name"] = ["query_data", "", "=?base64?eA==?=", "=?base64?cXVlcnlfZGF0YQ==?=", "=?base64?!?="],
        ["Mcp-Session-Id"] = ["x", "", "a, b"],
        ["Accept"] = ["*/*", "text/event-stream", "application/json", "text/html", ";", ""],
        ["Content-Type"] =
        [
            "application/json; charset=utf-16", "application/json; charset=\"utf-8\"", "application/json;",
            "text/plain", "application/vnd.api+json", "json", "",
        ],
        ["Content-Encoding"] = ["gzip", "identity", ""],
    };

    public byte[] Body { get; private set; } = [];

    public Dictionary<string, string> Bent { get; } = [];

    /// <summary>The id that an answer may carry, as JSON; null: the request has none that could be read.</summary>
    public JsonNode? Id => FindId(Body);

    public static MutatedRequest Create(Random random)
    {
        var mutated = new MutatedRequest(random);
        mutated.Bend(random.GetItems(Requests, 1)[0]);
        return mutated;
    }

    public override string ToString() =>
        string.Join(
            ' ',
            Bent.Select(header => $"[{header.Key}: {header.Value}]").Append(Encoding.Latin1.GetString(Body)));

    private void Bend(string request)
    {
        Body = random.Next(4) switch
        {
            0 => WithOtherBytes(request),
            1 => WithAMemberTwice(request),
            2 => Encoding.UTF8.GetBytes(random.Next(8) == 0 ? $"[{request},{request}]" : request),
            _ => WithAnotherValue(request),
        };
        var isNewest = request.Contains(Meta, StringComparison.Ordinal);
        if (isNewest && random.Next(3) > 0)
        {
            (Bent["MCP-Protocol-Version"], Bent["Mcp-Method"], Bent["Mcp-Name"]) =
                (McpMessages.Newest, MethodOf(request), "query_data");
        }

        for (var changes = random.Next(3); changes > 0; changes--)
        {
            var name = random.GetItems([.. Headers.Keys], 1)[0];
            Bent[name] = random.GetItems(Headers[name], 1)[0];
        }
    }

    private static string MethodOf(string request) => $"{JsonNode.Parse(request)?["method"]}";

    private byte[] WithAnotherValue(string request)
    {
        var places = Value().Matches(request);
        var place = places[random.Next(places.Count)];
        var other = random.GetItems(Values, 1)[0];
        return Encoding.UTF8.GetBytes(request[..place.Index] + other + request[(place.Index + place.Length)..]);
    }

    private byte[] WithAMemberTwice(string request)
    {
        var places = Member().Matches(request);
        var place = places[random.Next(places.Count)];
        var other = random.GetItems(Values, 1)[0];
        return Encoding.UTF8.GetBytes($"{request[..place.Index]}{place.Value}{other},{request[place.Index..]}");
    }

    private byte[] WithOtherBytes(string request)
    {
        var body = Encoding.UTF8.GetBytes(request);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            body[random.Next(body.Length)] =
                (byte)(random.Next(3) == 0 ? random.Next(256) : Symbols[random.Next(Symbols.Length)]);
        }

        return body;
    }

    private static JsonNode? FindId(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var ids = document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().Where(member => member.NameEquals("id")).ToArray()
                : [];
            return ids is [{ Value: var id }] && IsId(id) ? JsonNode.Parse(id.GetRawText()) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsId(JsonElement id) =>
        id.ValueKind == JsonValueKind.String || (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _));

    [GeneratedRegex("""(?<=:)("[^"]*"|\d+|\{\})""")]
    private static partial Regex Value();

    [GeneratedRegex("""(?<=[{,])"[^"]*":""")]
    private static partial Regex Member();
}
