using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// A misspelt tool in the costs would leave the real one cheap without a word, so it stops the start.
/// </summary>
internal sealed class CostsNameTools(IEnumerable<McpServerTool> tools) : IValidateOptions<RateLimitingOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitingOptions options)
    {
        var names = tools.Select(tool => tool.ProtocolTool.Name).ToArray();
        var unknown = options.Costs.Keys.Except(names)
            .Select(tool => $"RateLimiting:Costs:{tool} names no tool; the tools are {string.Join(", ", names)}.")
            .ToArray();
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
