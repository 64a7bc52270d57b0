using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Caching;

internal sealed class CachingOptions
{
    public const string SectionName = "Caching";

    /// <summary>
    /// The longest <see cref="Grace"/>; with <see cref="RecordCache.LongestLifetime"/> it must stay below what a
    /// dropped epoch is remembered for.
    /// </summary>
    public const string LongestGrace = "00:30:00";

    private const string KeyMessage =
        "Caching:Key must be a secret of at least 32 characters: "
            + "it authenticates the entries that replicas share through Redis.";

    private const string PreviousKeyMessage =
        "Caching:PreviousKey must be the secret that Caching:Key was before, of at least 32 characters, "
            + "or be left out.";

    [Required(ErrorMessage = KeyMessage)]
    [MinLength(32, ErrorMessage = KeyMessage)]
    public string Key { get; init; } = "";

    /// <summary>
    /// The key before this one, while it is being replaced: entries that it authenticates are still read, none is
    /// written with it.
    /// </summary>
    [MinLength(32, ErrorMessage = PreviousKeyMessage)]
    public string? PreviousKey { get; init; }

    /// <summary>Bytes of memory that one replica's records may take.</summary>
    [Range(1_048_576d, 17_179_869_184d)]
    public long MemoryLimit { get; init; } = 64 * 1_024 * 1_024;

    /// <summary>
    /// How long past its lifetime a record may still be served, marked stale, while the internal API fails.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", LongestGrace)]
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);
}

[OptionsValidator]
internal sealed partial class CachingOptionsValidator : IValidateOptions<CachingOptions>;
