using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

/// <summary>
/// A tool that costs more than all permits could never be called, and one that costs nothing would have no limit.
/// </summary>
internal sealed class CostsWithinPermits : IValidateOptions<RateLimitingOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitingOptions options)
    {
        var wrong = options.Costs.Where(cost => cost.Value < 1 || cost.Value > options.Permits)
            .Select(cost => $"RateLimiting:Costs:{cost.Key} is {cost.Value}; "
                + $"it must be from 1 to RateLimiting:Permits ({options.Permits}).")
            .ToArray();
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
