using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Protocol;

/// <summary>
/// The outermost members of a request, looked at before the SDK reads the same bytes: enough to name the request in an
/// error and to recognise a legacy handshake. Everything else is the SDK's to judge.
/// </summary>
/// <param name="Id">The id as JSON text; "null" where there is none.</param>
/// <param name="IsInitialize">A handshake of the revisions before 2026-07-28.</param>
/// <param name="Fault">What is wrong with the parameters.</param>
internal readonly record struct RequestEnvelope(string Id, bool IsInitialize, string? Fault)
{
    /// <summary>Deeper documents are refused: nothing in the protocol or in the tools comes near it.</summary>
    private const int MaxDepth = 32;

    private const string Needs =
        "The params of initialize need protocolVersion (text), capabilities (object) " +
        "and clientInfo (object with name and version).";

    private const string NoObject = "The params must be an object.";

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
            return Read(body.Buffer);
        }
        finally
        {
            reader.AdvanceTo(body.Buffer.Start);
        }
    }

    private static RequestEnvelope Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        var id = "null";
        var isInitialize = false;
        string? fault = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, body, ref id, ref isInitialize, ref fault);
            }
        }
        else
        {
            Skip(ref reader);
        }

        // Text after the document is an error as well.
        reader.Read();
        return new(id, isInitialize, isInitialize ? FindFault(body) : fault);
    }

    private static void ReadMember(
        ref Utf8JsonReader reader,
        in ReadOnlySequence<byte> body,
        ref string id,
        ref bool isInitialize,
        ref string? fault)
    {
        RequireText(reader);
        var isId = reader.ValueTextEquals("id"u8);
        var isMethod = reader.ValueTextEquals("method"u8);
        var isParams = reader.ValueTextEquals("params"u8);
        reader.Read();
        if (isId)
        {
            id = reader.TokenType is JsonTokenType.String or JsonTokenType.Number
                ? Encoding.UTF8.GetString(
                    body.Slice(reader.TokenStartIndex, reader.BytesConsumed - reader.TokenStartIndex))
                : "null";
        }
        else if (isParams)
        {
            fault = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null ? null : NoObject;
        }
        else if (isMethod)
        {
            isInitialize = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("initialize"u8);
        }

        Skip(ref reader);
    }

    /// <summary>
    /// As the reader's own Skip, and refuses text that is no text: bytes that are not UTF-8, or half a surrogate pair.
    /// </summary>
    private static void Skip(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        RequireText(reader);
        while (isContainer && reader.Read() && reader.CurrentDepth > depth)
        {
            RequireText(reader);
        }
    }

    private static void RequireText(in Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return;
        }

        var isPlain = !reader.ValueIsEscaped && !reader.HasValueSequence;
        if (isPlain ? !Utf8.IsValid(reader.ValueSpan) : !IsReadable(reader))
        {
            throw new JsonException();
        }
    }

    private static bool IsReadable(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // ModelContextProtocol.AspNetCore 2.4.0 reads a handshake's parameters where it cannot answer yet, so that missing
    // ones would end as a 500 without a body. This finds first what it would stumble over.
    private static string? FindFault(in ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonNode.Parse(ref reader)?["params"]
                .Deserialize<InitializeRequestParams>(McpJsonUtilities.DefaultOptions) is null
                ? Needs
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Needs;
        }
    }
}
