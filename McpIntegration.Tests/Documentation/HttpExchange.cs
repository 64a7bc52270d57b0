using System.Text;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// A request as pages write it, and its sending:
/// <code>
/// POST /mcp
/// Content-Type: application/json
///
/// {"jsonrpc":"2.0","id":1,"method":"ping"}
/// </code>
/// </summary>
internal sealed record HttpExchange(
    string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    public static HttpExchange Parse(string text)
    {
        var parts = text.Trim().Split("\n\n", 2);
        var lines = parts[0].Split('\n', StringSplitOptions.TrimEntries);
        var start = lines[0].Split(' ', 2);
        return new(
            start[0],
            start[1],
            [.. lines[1..].Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Select(field => (field[0], field[1]))],
            parts.Length > 1 ? parts[1].Trim() : "");
    }

    public async Task<HttpResponseMessage> SendAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(Method), new Uri(Address, UriKind.RelativeOrAbsolute));
        if (Body.Length > 0)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }

        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content?.Headers.TryAddWithoutValidation(name, value) != true)
            {
                throw new InvalidDataException($"{name} cannot be sent without a body.");
            }
        }

        return await client.SendAsync(request);
    }
}
