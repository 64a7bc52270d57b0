using System.Net;
using System.Text.Json;

namespace McpIntegration.Benchmarks.Load;

/// <summary>What every answer is held against: the users that the internal API itself has.</summary>
internal sealed class ExpectedAnswer
{
    private readonly string[] _ids;

    /// <param name="users">The API's own answer.</param>
    public ExpectedAnswer(string users)
    {
        using var document = JsonDocument.Parse(users);
        _ids = [.. document.RootElement.EnumerateArray().Select(IdOf)];
    }

    /// <exception cref="InvalidOperationException">The answer is wrong.</exception>
    public CheckedAnswer Check(HttpResponseMessage answer, byte[] body, ToolCall call)
    {
        using var document = JsonDocument.Parse(body);
        var isRight = answer.StatusCode == HttpStatusCode.OK
            && document.RootElement.GetProperty("id").GetInt32() == call.Id
            && document.RootElement.TryGetProperty("result", out var result)
            && HoldsUsers(result);
        return isRight
            ? new(
                document.RootElement.GetProperty("result").GetRawText(),
                answer.Headers.TryGetValues("X-Cache", out var cache) && cache.Single() == "HIT")
            : throw new InvalidOperationException(
                $"{call with { Token = "" }} was answered {answer}\n{document.RootElement.GetRawText()}");
    }

    private bool HoldsUsers(JsonElement result)
    {
        return result.TryGetProperty("structuredContent", out var structured)
            && structured.GetProperty("records").EnumerateArray().Select(IdOf).SequenceEqual(_ids)
            && IsSame(
                result.GetProperty("content").EnumerateArray().Last().GetProperty("text").GetString() ?? "",
                structured);
    }

    private static bool IsSame(string text, JsonElement structured)
    {
        using var mirror = JsonDocument.Parse(text);
        return JsonElement.DeepEquals(mirror.RootElement, structured);
    }

    private static string IdOf(JsonElement user) => user.GetProperty("id").GetString() ?? "";
}
