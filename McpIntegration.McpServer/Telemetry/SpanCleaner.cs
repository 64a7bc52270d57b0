using System.Diagnostics;
using OpenTelemetry;

namespace McpIntegration.McpServer.Telemetry;

/// <summary>
/// Takes the text out of the SDK's spans: it puts an error's message, which may quote the caller's data, into the status
/// description, and an unknown tool's name into the span's (ModelContextProtocol 2.4.0).
/// </summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    public const string SdkSource = "Experimental.ModelContextProtocol";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == SdkSource && data.Status == ActivityStatusCode.Error)
        {
            data.SetStatus(ActivityStatusCode.Error);
        }
    }
}
