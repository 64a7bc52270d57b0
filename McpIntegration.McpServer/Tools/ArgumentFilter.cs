using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpIntegration.McpServer.Protocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// Refuses arguments that the tool's own input schema does not allow, with an isError that the model can mend its call
/// by.
/// </summary>
internal sealed class ArgumentFilter : ICallFilter
{
    private readonly ConcurrentDictionary<string, ArgumentSchema> _schemas = new(StringComparer.Ordinal);

    public async ValueTask<CallToolResult> InvokeAsync(
        McpRequestHandler<CallToolRequestParams, CallToolResult> next,
        RequestContext<CallToolRequestParams> call,
        CancellationToken cancellationToken)
    {
        if (call.MatchedPrimitive is McpServerTool tool && call.Params is { } parameters)
        {
            var schema = _schemas.GetOrAdd(tool.ProtocolTool.Name, static (_, tool) =>
                new ArgumentSchema(JsonObject.Create(tool.ProtocolTool.InputSchema) ?? []), tool);
            var arguments = schema.Normalize(parameters.Arguments ?? new Dictionary<string, JsonElement>());
            if (schema.FindFault(arguments) is { } fault)
            {
                return ToolReply.Refuse(fault);
            }

            parameters.Arguments = arguments;
        }

        return await next(call, cancellationToken);
    }
}
