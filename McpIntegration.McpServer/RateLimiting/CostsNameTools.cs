using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// A misspelt tool in the costs would leave the real one cheap without a word, so it stops the start. It validates the
/// server's options, which know the tools: the limiter's own options cannot ask for them, the server's depend on the limiter.
/// </summary>
internal sealed class CostsNameTools(IOptions<RateLimitingOptions> limits) : IValidateOptions<McpServerOptions>
{
    public ValidateOptionsResult Validate(string? name, McpServerOptions options)
    {
        var tools = options.ToolCollection?.PrimitiveNames ?? [];
        var unknown = limits.Value.Costs.Keys.Where(tool => !tools.Contains(tool))
            .Select(tool => $"RateLimiting:Costs:{tool} names no tool; the tools are {string.Join(", ", tools)}.")
            .ToArray();
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
