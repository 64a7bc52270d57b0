using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.RateLimiting;

internal sealed class RateLimitingOptions
{
    public const string SectionName = "RateLimiting";

    /// <summary>
    /// What one caller may spend in any window. Each permit costs Redis about 11 bytes per busy caller.
    /// </summary>
    [Range(1, 10_000)]
    public int Permits { get; init; } = 100;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What a call of a tool costs, by the tool's name; 1 where it is not listed.</summary>
    public Dictionary<string, int> Costs { get; init; } = new(StringComparer.Ordinal);
}

[OptionsValidator]
internal sealed partial class RateLimitingOptionsValidator : IValidateOptions<RateLimitingOptions>;
