namespace McpIntegration.Tests.Hostile;

/// <summary>
/// Requests that would read records if the server let them: whatever gets past it shows at the internal API.
/// </summary>
internal static class RawRequest
{
    public const string QueryData =
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_data","arguments":{"collection":"users"}}}""";

    public static string Post(
        string? authorization = null,
        string target = "/mcp",
        string? host = "localhost:3000",
        string headers = "",
        string body = QueryData) =>
        Send("POST", target, host, Authorization(authorization) + headers, body);

    public static string Get(string target, string? host = "localhost:3000", string headers = "") =>
        Send("GET", target, host, headers, "");

    public static string Send(string verb, string target, string? host, string headers, string body) =>
        $"{verb} {target} HTTP/1.1\r\n{(host is null ? "" : $"Host: {host}\r\n")}{headers}" +
        $"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public static string Authorization(string? value) => value is null ? "" : $"Authorization: {value}\r\n";

    public static string Params(string members) =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{{members}}}}}""";
}
