using McpIntegration.Tests.Pipeline;

namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Calls with a token for mcp:read alone that try to read records (mcp:query) by a name spelled otherwise.
/// </summary>
internal static class ToolNameRows
{
    private const string Arguments = "\"arguments\":{\"collection\":\"users\"}";
    private const string Meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private static readonly string Forbidden = Challenges.Scope("mcp:query", "mcp:query mcp:read");

    public static IEnumerable<HostileRequest> All =>
    [
        Older("the tool itself", "\"name\":\"query_data\"", 403, Forbidden),
        Older("an escaped name", "\"name\":\"query\\u005fdata\"", 403, Forbidden),
        Older("an escaped member", "\"n\\u0061me\":\"query_data\"", 403, Forbidden),
        Older(
            "a member in capitals before the name",
            "\"Name\":\"get_user_profile\",\"name\":\"query_data\"",
            403,
            Forbidden),
        Older("two names, the second the tool's", "\"name\":\"get_user_profile\",\"name\":\"query_data\"", 400),
        Older("two names, the first the tool's", "\"name\":\"query_data\",\"name\":\"get_user_profile\"", 400),
        Older("two names, one of them escaped", "\"name\":\"get_user_profile\",\"n\\u0061me\":\"query_data\"", 400),
        Older("a name in capitals", "\"name\":\"QUERY_DATA\"", 200),
        Older("a name with a space", "\"name\":\" query_data\"", 200),
        Older("a name with a null byte", "\"name\":\"query_data\\u0000\"", 200),
        Older("a name in letters that look the same", "\"name\":\"query_d\\u0430ta\"", 200),
        Older("a name in wide letters", "\"name\":\"\\uff51uery_data\"", 200),
        Older("an unknown name", "\"name\":\"nothing\"", 200),
        Older("a name that is a path", "\"name\":\"../query_data\"", 200),
        Older("a name in a list", "\"name\":[\"query_data\"]", 200),
        new("two methods, the last the call's", victims => Narrow(victims, RawRequest.QueryData.Replace(
            "\"method\"", "\"method\":\"ping\",\"method\"", StringComparison.Ordinal)), 400),
        new("two methods, the last another", victims => Narrow(victims, RawRequest.QueryData.Replace(
            "\"params\"", "\"method\":\"ping\",\"params\"", StringComparison.Ordinal)), 400),
        new(
            "an escaped method",
            victims => Narrow(
                victims, RawRequest.QueryData.Replace("tools/call", "tools\\/c\\u0061ll", StringComparison.Ordinal)),
            403,
            Forbidden),
        new("two params, the last the tool's", victims => Narrow(victims, RawRequest.QueryData.Replace(
            "\"params\"", "\"params\":{\"name\":\"get_user_profile\"},\"params\"", StringComparison.Ordinal)), 400),
        new("a batch", victims => Narrow(victims, $"[{RawRequest.QueryData}]"), 400),
        new(
            "a raw null byte in the name",
            victims => Narrow(
                victims, RawRequest.QueryData.Replace("query_data", "query_data\0", StringComparison.Ordinal)),
            400),
        Newest("the tool itself", "query_data", "query_data", 403, Forbidden),
        Newest("the tool in the body, another in the header", "query_data", "get_user_profile", 400),
        Newest("the tool in the header, another in the body", "get_user_profile", "query_data", 400),
        Newest("an escaped name, the header as it reads", "query\\u005fdata", "query_data", 403, Forbidden),
        Newest("an escaped name, the header escaped too", "query\\u005fdata", "query\\u005fdata", 400),
        Newest("the header in capitals", "query_data", "QUERY_DATA", 400),
        Newest("the header in Base64", "query_data", "=?base64?cXVlcnlfZGF0YQ==?=", 403, Forbidden),
        Newest("the header twice", "query_data", "get_user_profile\r\nMcp-Name: query_data", 400),
        Newest("two names, the header the first", "get_user_profile\",\"name\":\"query_data", "get_user_profile", 400),
        Newest("two names, the header the second", "get_user_profile\",\"name\":\"query_data", "query_data", 400),
        Newest("an unknown name in both", "nothing", "nothing", 200),
        new("newest: the method in the header another's", victims => Narrow(
            victims, RawRequest.Params($"{Meta},\"name\":\"query_data\",{Arguments}"), Headers(
                "query_data", "tools/list")), 400),
        new("newest: no Mcp-Name", victims => Narrow(
            victims, RawRequest.Params($"{Meta},\"name\":\"query_data\",{Arguments}"), Headers(null, "tools/call")), 400),
        new(
            "newest in the header alone",
            victims => Narrow(victims, RawRequest.QueryData, Headers("query_data", "tools/call")),
            400),
        new(
            "newest in the body alone",
            victims => Narrow(victims, RawRequest.Params($"{Meta},\"name\":\"query_data\",{Arguments}")),
            400),
    ];

    private static HostileRequest Older(string name, string members, int status, string? challenge = null) =>
        new(
            $"older: {name}",
            victims => Narrow(victims, RawRequest.Params($"{members},{Arguments}")),
            status,
            challenge);

    private static HostileRequest Newest(
        string name, string inBody, string inHeader, int status, string? challenge = null) =>
        new(
            $"newest: {name}",
            victims => Narrow(
                victims, RawRequest.Params($"{Meta},\"name\":\"{inBody}\",{Arguments}"), Headers(inHeader, "tools/call")),
            status,
            challenge);

    private static string Headers(string? name, string method) =>
        $"MCP-Protocol-Version: {McpMessages.Newest}\r\nMcp-Method: {method}\r\n{(name is null ? "" : $"Mcp-Name: {name}\r\n")}";

    private static string Narrow(Victims victims, string body, string headers = "") =>
        RawRequest.Post($"Bearer {victims.Token.Honest("mcp:read")}", headers: headers, body: body);
}
