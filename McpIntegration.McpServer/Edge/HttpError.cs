using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// The body of every refusal that is not JSON-RPC's: <c>{"error", "error_description"}</c>, as in RFC 6749.
/// </summary>
internal sealed record HttpError(string Error, string ErrorDescription)
{
    private static readonly JsonSerializerOptions JsonOptions =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with <paramref name="statusCode"/> and what it means here.</summary>
    public static Task WriteAsync(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        return Of(statusCode).WriteAsync(context);
    }

    public Task WriteAsync(HttpContext context, int statusCode, string? wwwAuthenticate = null)
    {
        context.Response.StatusCode = statusCode;
        context.Response.Headers.WWWAuthenticate = wwwAuthenticate;
        return WriteAsync(context);
    }

    private Task WriteAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(
            new { error = Error, error_description = ErrorDescription },
            JsonOptions,
            "application/json",
            context.RequestAborted);

    private static HttpError Of(int statusCode) => statusCode switch
    {
        StatusCodes.Status400BadRequest => new("invalid_request", "The request is not well-formed HTTP."),
        StatusCodes.Status404NotFound => new("not_found", "Nothing is here. The protocol's endpoint is /mcp."),
        StatusCodes.Status405MethodNotAllowed =>
            new("method_not_allowed", "The protocol's endpoint answers POST only."),
        StatusCodes.Status406NotAcceptable =>
            new("not_acceptable", "Accept must admit application/json or text/event-stream."),
        StatusCodes.Status408RequestTimeout => new("request_timeout", "The body was not sent in time."),
        StatusCodes.Status413PayloadTooLarge => new("content_too_large", "The body is larger than this server reads."),
        StatusCodes.Status415UnsupportedMediaType =>
            new("unsupported_media_type", "Content-Type must be application/json."),
        StatusCodes.Status503ServiceUnavailable =>
            new("temporarily_unavailable", "The request could not be served. Try again later."),
        _ => new("refused", "The request was refused."),
    };
}
