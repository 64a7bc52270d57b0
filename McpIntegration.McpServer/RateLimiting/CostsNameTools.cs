using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>A misspelt tool in the costs would leave the real one cheap without a word, so it stops the start.</summary>
internal sealed class CostsNameTools(IOptions<McpServerOptions> server) : IValidateOptions<RateLimitingOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitingOptions options)
    {
        var tools = server.Value.ToolCollection?.PrimitiveNames ?? [];
        var unknown = options.Costs.Keys.Where(tool => !tools.Contains(tool))
            .Select(tool => $"RateLimiting:Costs:{tool} names no tool; the tools are {string.Join(", ", tools)}.")
            .ToArray();
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
