using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>Asks one question once, and judges the answer by the internal API's own data.</summary>
internal sealed partial class Client(Truth truth, string token)
{
    public async Task<(Verdict Verdict, string Text)> AskAsync(
        Replica replica, Question question, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
            {
                Content = new StringContent(question.ToJson(), Encoding.UTF8, "application/json"),
                Headers =
                {
                    Authorization = new("Bearer", token),
                    Accept = { new("application/json"), new("text/event-stream") },
                },
            };
            using var answer = await replica.Http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (Judge(question, answer, text, replica.Health), $"{(int)answer.StatusCode} {text}");
        }
        catch (Exception failure) when (IsSilence(failure) && !cancellationToken.IsCancellationRequested)
        {
            return (Verdict.Lost, failure.Message);
        }
    }

    private Verdict Judge(Question question, HttpResponseMessage answer, string text, ReplicaHealth health)
    {
        var result = Parse(text)?["result"];
        if (answer.StatusCode == HttpStatusCode.OK && truth.Is(question, result?["structuredContent"]))
        {
            return CacheStatusOf(answer) == "STALE" ? Verdict.Stale
                : health == ReplicaHealth.Degraded ? Verdict.Degraded
                : Verdict.Correct;
        }

        return answer.StatusCode switch
        {
            HttpStatusCode.OK when SaysWhen().IsMatch(ErrorOf(result)) => Verdict.Refused,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                when answer.Headers.RetryAfter is not null => Verdict.Refused,
            _ => Verdict.Wrong,
        };
    }

    private static string ErrorOf(JsonNode? result) =>
        (bool?)result?["isError"] == true ? (string?)result["content"]?[0]?["text"] ?? "" : "";

    /// <summary>The connection failed, or the client's own patience of 100 seconds is over.</summary>
    private static bool IsSilence(Exception failure) => failure is HttpRequestException or TaskCanceledException;

    private static string? CacheStatusOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-Cache", out var values) ? values.Single() : null;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Then it is no answer, and wrong.
            return null;
        }
    }

    // The internal API is not available now. Try again in 10 seconds.
    [GeneratedRegex("Try again in [0-9]+ seconds")]
    private static partial Regex SaysWhen();
}
