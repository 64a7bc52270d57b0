using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;

namespace McpIntegration.McpServer.Protocol;

/// <summary>A JSON-RPC error of this server's own, answered before the SDK, instead of it, or through it.</summary>
/// <param name="Code">
/// -32700 to -32600 are JSON-RPC's own, -32020 is MCP's, -32003, -32010 and -32011 are this server's.
/// </param>
/// <param name="Message">A sentence for the caller or the model behind it.</param>
internal sealed record JsonRpcRefusal(int Code, string Message)
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int InvalidParams = -32602;
    public const int HeaderMismatch = -32020;
    public const int InsufficientScope = -32003;
    public const int RateLimited = -32010;
    public const int Unavailable = -32011;

    private static readonly JsonSerializerOptions JsonOptions =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request's id as JSON text; "null" where the request was not read.</summary>
    public string Id { get; init; } = "null";

    /// <summary>
    /// The error's data: <c>error</c> is the code that programs compare, <c>error_description</c> the sentence.
    /// </summary>
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
        await context.Response.WriteAsJsonAsync(body, JsonOptions, "application/json", context.RequestAborted);
    }

    /// <summary>
    /// For filters: the SDK answers with the request's id, and sends an exception's data as the error's.
    /// </summary>
    public McpProtocolException ToException()
    {
        var exception = new McpProtocolException(Message, (McpErrorCode)Code);
        foreach (var (name, value) in Details ?? [])
        {
            exception.Data[name] = JsonSerializer.SerializeToElement(value);
        }

        return exception;
    }
}
