#pragma warning disable MCP9005 // Deprecated with 2026-07-28, and part of the revisions that the suite asks about.
using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.Tests.Conformance;

/// <summary>Tools that say something before they answer.</summary>
[McpServerToolType]
internal sealed partial class NotifyingTools
{
    private static readonly string[] Messages =
        ["Tool execution started", "Tool processing data", "Tool execution completed"];

    [McpServerTool(Name = "test_tool_with_logging"), Description("Sends three messages")]
    public static async Task<string> LogAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        foreach (var message in Messages)
        {
            await call.Server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(message) },
                cancellationToken: cancellationToken);
        }

        return "done";
    }

    [McpServerTool(Name = "test_tool_with_progress"), Description("Reports how far it is")]
    public static async Task<string> ProgressAsync(
        RequestContext<CallToolRequestParams> call, CancellationToken cancellationToken)
    {
        if (call.Params?.ProgressToken is { } token)
        {
            foreach (var progress in (int[])[0, 50, 100])
            {
                await call.Server.NotifyProgressAsync(
                    token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: cancellationToken);
            }
        }

        return "done";
    }

    [McpServerTool(Name = "test_logging_tool"), Description("Logs, which the SDK sends on to a client that asked for it")]
    public static string LogWhereAsked(RequestContext<CallToolRequestParams> call)
    {
        Log.Message(call.Server.AsClientLoggerProvider().CreateLogger("test_logging_tool"));
        return "done";
    }

    [McpServerTool(Name = "test_streaming_elicitation"), Description("Answers and asks nothing")]
    public static string AskNothing() => "done";

    [McpServerTool(Name = "test_missing_capability"), Description("Needs sampling")]
    public static string RequireSampling(RequestContext<CallToolRequestParams> call) =>
        call.Server.ClientCapabilities?.Sampling is null
        ? throw new MissingRequiredClientCapabilityException(
            new ClientCapabilities { Sampling = new() }, "This tool needs sampling.")
        : "done";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A message of the tool.")]
        public static partial void Message(ILogger logger);
    }
}
