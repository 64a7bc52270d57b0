using System.Text.Json;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// The outermost members of a message, looked at before the SDK reads the same bytes: enough to name the request in an
/// error, to recognise a legacy handshake, and to refuse what the SDK would stumble over or answer without the id.
/// Everything else is the SDK's to judge.
/// </summary>
/// <param name="Id">The id as JSON text; "null" where there is none.</param>
/// <param name="IsInitialize">A handshake of the revisions before 2026-07-28.</param>
/// <param name="Fault">Why the SDK never sees the request; null where it does.</param>
internal readonly record struct RequestEnvelope(string Id, bool IsInitialize, JsonRpcRefusal? Fault)
{
    private const string NoId = "null";

    /// <summary>
    /// The first revision without a handshake ("initialize" is a method there that does not exist), and without
    /// anything that a server asks, so that a client has nothing to respond to.
    /// </summary>
    private const string FirstStateless = "2026-07-28";

    private static readonly JsonRpcRefusal Batch = Invalid(
        "A batch is not read: send every message as a request of its own, as the revisions after 2025-03-26 have it.");

    private static readonly JsonRpcRefusal NoObject = Invalid("A message is a JSON object.");
    private static readonly JsonRpcRefusal NotVersion2 = Invalid("A message has the member jsonrpc, which is \"2.0\".");
    private static readonly JsonRpcRefusal WrongId = Invalid("An id is text or a whole number of 64 bits, never null.");
    private static readonly JsonRpcRefusal NoMethod = Invalid("A request has the member method, which is text.");
    private static readonly JsonRpcRefusal TwoOfOneName =
        Invalid("An object of the request has two members of the same name.");

    /// <summary>
    /// Waits for the whole body and leaves it unread, so that the SDK reads the same bytes without a copy.
    /// </summary>
    /// <exception cref="BadHttpRequestException">As <see cref="RequestBodyReader.ReadToEndAsync"/>.</exception>
    /// <exception cref="JsonException">As <see cref="RequestJson.Parse"/>.</exception>
    public static async ValueTask<RequestEnvelope> PeekAsync(HttpContext context, ProtocolOptions options)
    {
        var body = await context.ReadToEndAsync(options.RequestBodyTimeout);
        try
        {
            using var document = RequestJson.Parse(body.Buffer, options.MaxDepth, out var isAmbiguous);
            return isAmbiguous
                ? new(OnlyIdOf(document.RootElement), IsInitialize: false, TwoOfOneName)
                : Judge(document.RootElement, context.Request.Headers["MCP-Protocol-Version"].ToString());
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.Buffer.Start);
        }
    }

    /// <summary>Whether a revision is 2026-07-28 or a later one.</summary>
    public static bool IsStateless(string? revision) => string.CompareOrdinal(revision, FirstStateless) >= 0;

    private static RequestEnvelope Judge(JsonElement root, string revision)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(NoId, IsInitialize: false, root.ValueKind == JsonValueKind.Array ? Batch : NoObject);
        }

        if (FindFault(root, revision) is { } fault)
        {
            return new(IdOf(root), IsInitialize: false, fault);
        }

        root.TryGetProperty("params"u8, out var parameters);
        var isInitialize = !IsStateless(revision)
            && root.TryGetProperty("method"u8, out var method) && method.ValueEquals("initialize"u8);
        return new(IdOf(root), isInitialize, isInitialize
            ? RequestParams.FindHandshakeFault(parameters)
            : RequestParams.FindFault(parameters, revision));
    }

    private static JsonRpcRefusal? FindFault(JsonElement root, string revision)
    {
        if (!root.TryGetProperty("jsonrpc"u8, out var version)
            || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8))
        {
            return NotVersion2;
        }

        if (!root.TryGetProperty("method"u8, out var method))
        {
            return IsResponse(root) && !IsStateless(revision) ? null : NoMethod;
        }

        return method.ValueKind != JsonValueKind.String ? NoMethod
            : root.TryGetProperty("id"u8, out var id) && !IsId(id) ? WrongId
            : null;
    }

    private static bool IsResponse(JsonElement root) =>
        root.TryGetProperty("result"u8, out _)
        || (root.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.Object
            && error.TryGetProperty("code"u8, out var code) && code.ValueKind == JsonValueKind.Number
            && code.TryGetInt32(out _)
            && error.TryGetProperty("message"u8, out var message) && message.ValueKind == JsonValueKind.String);

    private static bool IsId(JsonElement id) =>
        id.ValueKind == JsonValueKind.String || (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _));

    private static string IdOf(JsonElement root) =>
        root.TryGetProperty("id"u8, out var id) && IsId(id) ? id.GetRawText() : NoId;

    private static string OnlyIdOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count(member => member.NameEquals("id"u8)) == 1
            ? IdOf(root)
            : NoId;

    private static JsonRpcRefusal Invalid(string message) => new(JsonRpcRefusal.InvalidRequest, message);
}
