using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>Where the company's internal API is, and how patient this server is with it.</summary>
internal sealed class InternalApiOptions
{
    public const string SectionName = "InternalApi";

    [Required(ErrorMessage = "InternalApi:BaseAddress is missing: give the internal API's address, " +
        "as in https://api.internal.example.com.")]
    public Uri? BaseAddress { get; set; }

    /// <summary>Sent as X-API-Key. The caller's own token never goes upstream.</summary>
    [Required(ErrorMessage = "InternalApi:ApiKey is missing: give the key that the internal API expects in X-API-Key.")]
    public string ApiKey { get; set; } = "";

    /// <summary>Time for one attempt, its body included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for all attempts of one request and the waits between them.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Further attempts after a transient failure.</summary>
    [Range(1, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>Requests under way at once from this replica; more are refused at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>Bytes that an answer may have.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaxResponseSize { get; set; } = 1_024 * 1_024;
}

[OptionsValidator]
internal sealed partial class InternalApiOptionsValidator : IValidateOptions<InternalApiOptions>;

internal sealed class InternalApiTimesValidator : IValidateOptions<InternalApiOptions>
{
    public ValidateOptionsResult Validate(string? name, InternalApiOptions options) =>
        options.AttemptTimeout < options.TotalTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"InternalApi:AttemptTimeout is {options.AttemptTimeout}: " +
                $"it must be shorter than InternalApi:TotalTimeout, {options.TotalTimeout}.");
}
