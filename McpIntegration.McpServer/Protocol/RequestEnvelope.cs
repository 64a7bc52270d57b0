using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// The outermost members of a request, looked at before the SDK reads the same bytes: enough to name the request in an
/// error, to recognise a legacy handshake, and to refuse what the SDK would stumble over. Everything else is the SDK's
/// to judge.
/// </summary>
/// <param name="Id">The id as JSON text; "null" where there is none.</param>
/// <param name="IsInitialize">A handshake of the revisions before 2026-07-28.</param>
/// <param name="Fault">Why the SDK never sees the request; null where it does.</param>
internal readonly record struct RequestEnvelope(string Id, bool IsInitialize, JsonRpcRefusal? Fault)
{
    private const string NoId = "null";

    /// <summary>Deeper documents are refused: nothing in the protocol or in the tools comes near it.</summary>
    private const int MaxDepth = 32;

    /// <summary>The first revision without a handshake: "initialize" is a method there that does not exist.</summary>
    private const string FirstWithoutHandshake = "2026-07-28";

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions Strict = Lenient with { AllowDuplicateProperties = false };

    private static readonly JsonRpcRefusal HandshakeNeeds = new(
        JsonRpcRefusal.InvalidParams,
        "The params of initialize need protocolVersion (text), capabilities (object) " +
        "and clientInfo (object with name and version).");

    private static readonly JsonRpcRefusal ParamsAreNoObject =
        new(JsonRpcRefusal.InvalidParams, "The params must be an object.");

    private static readonly JsonRpcRefusal MetaIsNoObject =
        new(JsonRpcRefusal.InvalidParams, "The _meta of the params must be an object.");

    private static readonly JsonRpcRefusal TwoOfOneName =
        new(JsonRpcRefusal.InvalidRequest, "An object of the request has two members of the same name.");

    /// <summary>
    /// Waits for the whole body and leaves it unread, so that the SDK reads the same bytes without a copy.
    /// </summary>
    /// <exception cref="BadHttpRequestException">
    /// 413: larger than Kestrel's bound; 408: not sent in time; 400: broken off.
    /// </exception>
    /// <exception cref="JsonException">The body is not JSON in UTF-8, or nests deeper than 32 levels.</exception>
    public static async ValueTask<RequestEnvelope> PeekAsync(HttpContext context, TimeSpan timeout)
    {
        var reader = context.Request.BodyReader;
        var isThere = reader.TryRead(out var body);
        if (isThere && !body.IsCompleted)
        {
            reader.AdvanceTo(body.Buffer.Start, body.Buffer.End);
        }

        if (!body.IsCompleted)
        {
            body = await context.ReadToEndAsync(timeout);
        }

        try
        {
            return Read(body.Buffer, context.Request.Headers["MCP-Protocol-Version"].ToString());
        }
        finally
        {
            reader.AdvanceTo(body.Buffer.Start);
        }
    }

    private static RequestEnvelope Read(in ReadOnlySequence<byte> body, string revision)
    {
        RequireText(body);
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Judge(document.RootElement, revision);
        }
        catch (JsonException)
        {
            // It was read once already, so this is the one thing that the strict reading finds besides. Readers differ
            // in which of two members counts, so that a gateway and this server would not see the same request.
            using var document = JsonDocument.Parse(body, Lenient);
            var root = document.RootElement;
            var ids = root.ValueKind == JsonValueKind.Object
                ? root.EnumerateObject().Count(member => member.NameEquals("id"u8))
                : 0;
            return new(ids == 1 ? IdOf(root) : NoId, IsInitialize: false, TwoOfOneName);
        }
    }

    private static RequestEnvelope Judge(JsonElement root, string revision)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(NoId, IsInitialize: false, Fault: null);
        }

        var isInitialize = string.CompareOrdinal(revision, FirstWithoutHandshake) < 0
            && root.TryGetProperty("method"u8, out var method)
            && method.ValueKind == JsonValueKind.String
            && method.ValueEquals("initialize"u8);
        root.TryGetProperty("params"u8, out var parameters);
        return new(IdOf(root), isInitialize, isInitialize ? FindHandshakeFault(parameters) : FindFault(parameters));
    }

    private static string IdOf(JsonElement root) =>
        root.TryGetProperty("id"u8, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? id.GetRawText()
            : NoId;

    private static JsonRpcRefusal? FindFault(JsonElement parameters) => parameters.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        not JsonValueKind.Object => ParamsAreNoObject,
        _ => parameters.TryGetProperty("_meta"u8, out var meta)
            && meta.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)
            ? MetaIsNoObject
            : null,
    };

    // ModelContextProtocol.AspNetCore 2.4.0 reads a handshake's parameters where it cannot answer yet, so that missing
    // ones would end as a 500 without a body. This finds first what it would stumble over.
    private static JsonRpcRefusal? FindHandshakeFault(JsonElement parameters)
    {
        try
        {
            return parameters.ValueKind != JsonValueKind.Undefined
                && parameters.Deserialize<InitializeRequestParams>(McpJsonUtilities.DefaultOptions) is not null
                ? null
                : HandshakeNeeds;
        }
        catch (JsonException)
        {
            return HandshakeNeeds;
        }
    }

    /// <summary>Refuses text that is no text: bytes that are not UTF-8, or half a surrogate pair.</summary>
    private static void RequireText(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(reader))
            {
                throw new JsonException();
            }
        }
    }

    private static bool IsText(in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
        {
            return Utf8.IsValid(reader.ValueSpan);
        }

        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
