using System.Runtime.InteropServices;
using System.Text.Json;

namespace McpIntegration.McpServer.Tools;

/// <summary>A result as JSON, and the same as text: both are only read, so that many answers may carry them.</summary>
internal sealed class WrittenResult(JsonElement structured)
{
    public JsonElement Structured => structured;

    public string Text => field ??= structured.GetRawText();

    /// <summary>In bytes.</summary>
    public int Size => JsonMarshal.GetRawUtf8Value(structured).Length;
}
