using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using ModelContextProtocol;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// What a refused caller is told: the same words from the limiter, which answers itself, and from a tool's cost, for
/// which the SDK does.
/// </summary>
internal sealed class RateLimitRefusal(IOptions<RateLimitingOptions> options)
{
    public const int Code = -32010;
    private const string ErrorName = "rate_limit_exceeded";

    private readonly string _limit =
        $"{options.Value.Permits} requests per {RateLimitHeaders.Seconds(options.Value.Window)} seconds";

    /// <summary>A whole JSON-RPC answer. Its id is null, since the limiter reads no body.</summary>
    public byte[] ToJson(RateLimitDecision refusal)
    {
        var data = new Data(ErrorName, Description(), RateLimitHeaders.Seconds(refusal.RetryAfter));
        return JsonSerializer.SerializeToUtf8Bytes(
            new Answer("2.0", null, new Error(Code, Message(refusal), data)), JsonSerializerOptions.Web);
    }

    public McpProtocolException ToException(RateLimitDecision refusal) => new(Message(refusal), (McpErrorCode)Code)
    {
        // The SDK sends an exception's data as the error's data.
        Data =
        {
            ["error"] = JsonSerializer.SerializeToElement(ErrorName),
            ["error_description"] = JsonSerializer.SerializeToElement(Description()),
            ["retry_after"] = JsonSerializer.SerializeToElement(RateLimitHeaders.Seconds(refusal.RetryAfter)),
        },
    };

    private string Message(RateLimitDecision refusal) =>
        $"Rate limit reached ({_limit}). "
        + $"Wait {RateLimitHeaders.Seconds(refusal.RetryAfter)} seconds, then send the same request again.";

    private string Description() => $"The limit of {_limit} leaves too little for this request.";

    private sealed record Answer(string Jsonrpc, string? Id, Error Error);

    private sealed record Error(int Code, string Message, Data Data);

    private sealed record Data(
        string Error,
        [property: JsonPropertyName("error_description")] string ErrorDescription,
        [property: JsonPropertyName("retry_after")] long RetryAfter);
}
