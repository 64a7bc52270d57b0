using System.Text.Json.Nodes;

namespace McpIntegration.Tests.Pipeline;

internal static class AnswerExtensions
{
    /// <summary>All values of a header, the content's included; null when it is not there.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(text) ?? throw new InvalidOperationException("The body is null.");
    }

    /// <summary>The result of a call, whatever it says.</summary>
    public static async Task<JsonNode> ReadResultAsync(this HttpResponseMessage answer)
    {
        var message = await answer.ReadJsonAsync();
        return message["result"] ?? throw new InvalidOperationException($"No result: {message.ToJsonString()}");
    }

    /// <summary>What a tool that succeeded gave as structured content.</summary>
    public static async Task<JsonNode> ReadStructuredAsync(this HttpResponseMessage answer)
    {
        var result = await answer.ReadResultAsync();
        return result["structuredContent"] ?? throw new InvalidOperationException(
            $"No structured content: {result.ToJsonString()}");
    }

    /// <summary>The sentence of an <c>isError</c> result.</summary>
    public static async Task<string> ReadToolErrorAsync(this HttpResponseMessage answer)
    {
        var result = await answer.ReadResultAsync();
        return (bool?)result["isError"] == true
            ? (string?)result["content"]?[0]?["text"] ?? ""
            : $"No error: {result.ToJsonString()}";
    }
}
