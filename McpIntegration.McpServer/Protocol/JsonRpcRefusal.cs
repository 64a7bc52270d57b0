using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpIntegration.McpServer.Protocol;

/// <summary>A JSON-RPC error that is answered before, or instead of, the SDK.</summary>
/// <param name="Code">-32700 to -32600 are JSON-RPC's own, -32003, -32010 and -32011 are this server's.</param>
/// <param name="Message">A sentence for the caller or the model behind it.</param>
internal sealed record JsonRpcRefusal(int Code, string Message)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int InvalidParams = -32602;
    public const int InsufficientScope = -32003;
    public const int RateLimited = -32010;
    public const int Unavailable = -32011;

    /// <summary>The request's id as JSON text; "null" where the request was not read.</summary>
    public string Id { get; init; } = "null";

    public JsonObject? Details { get; init; }

    /// <summary>Answers with <paramref name="statusCode"/> and this error as the whole body.</summary>
    public async Task WriteAsync(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Details is not null)
        {
            error["data"] = Details.DeepClone();
        }

        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(Id), ["error"] = error };
        await context.Response.WriteAsJsonAsync(body, JsonOptions, context.RequestAborted);
    }
}
