using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpIntegration.McpServer.Protocol;

/// <summary>What of a message's params is looked at before the SDK: what it would stumble over, or overlook.</summary>
internal static class RequestParams
{
    private static readonly JsonRpcRefusal NoObject =
        new(JsonRpcRefusal.InvalidParams, "The params must be an object.");

    private static readonly JsonRpcRefusal MetaIsNoObject =
        new(JsonRpcRefusal.InvalidParams, "The _meta of the params must be an object.");

    // A proxy that reads the header would take it for a request of another revision, with other rules.
    private static readonly JsonRpcRefusal OtherRevision = new(
        JsonRpcRefusal.HeaderMismatch,
        "The header MCP-Protocol-Version is not the revision that the _meta of the params names.");

    private static readonly JsonRpcRefusal HandshakeNeeds = new(
        JsonRpcRefusal.InvalidParams,
        "The params of initialize need protocolVersion (text), capabilities (object) " +
        "and clientInfo (object with name and version).");

    /// <param name="parameters">Undefined where there are none.</param>
    /// <param name="revision">What the header says; empty where there is none.</param>
    public static JsonRpcRefusal? FindFault(JsonElement parameters, string revision)
    {
        if (parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return NoObject;
        }

        return !parameters.TryGetProperty("_meta"u8, out var meta) || meta.ValueKind == JsonValueKind.Null ? null
            : meta.ValueKind != JsonValueKind.Object ? MetaIsNoObject
            : IsOtherRevision(meta, revision) ? OtherRevision
            : null;
    }

    /// <summary>
    /// ModelContextProtocol.AspNetCore 2.4.0 reads a handshake's parameters where it cannot answer yet, so that missing
    /// ones would end as a 500 without a body.
    /// </summary>
    public static JsonRpcRefusal? FindHandshakeFault(JsonElement parameters)
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

    // The SDK compares the two where the header names such a revision, and not where the _meta alone does.
    private static bool IsOtherRevision(JsonElement meta, string revision) =>
        !RequestEnvelope.IsStateless(revision)
        && meta.TryGetProperty("io.modelcontextprotocol/protocolVersion"u8, out var named)
        && named.ValueKind == JsonValueKind.String
        && RequestEnvelope.IsStateless(named.GetString());
}
