using System.Diagnostics;
using OpenTelemetry;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// Takes the text out of the SDK's spans: it puts an error's message, which may quote the caller's data, into the
/// status description, and adds an unknown tool's name or resource's address when the span ends
/// (ModelContextProtocol 2.4.0).
/// </summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    public const string SdkSource = "Experimental.ModelContextProtocol";

    /// <summary>The name of a span whose tool does not exist: the method alone.</summary>
    public const string UnknownTool = "tools/call";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != SdkSource || data.Status != ActivityStatusCode.Error)
        {
            return;
        }

        data.SetStatus(ActivityStatusCode.Error).SetTag("mcp.resource.uri", null);
        if (data.DisplayName == UnknownTool)
        {
            data.SetTag("gen_ai.tool.name", null);
        }
    }
}
