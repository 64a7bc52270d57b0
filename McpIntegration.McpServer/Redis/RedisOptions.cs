using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Redis;

internal sealed class RedisOptions
{
    public const string SectionName = "Redis";

    /// <summary>
    /// How long one operation may be waited for. Past it Redis counts as silent and nobody waits until it answers
    /// again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:00.100")]
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long one request may wait for Redis in all, however many operations it needs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:00.100")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}

[OptionsValidator]
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>;
