using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>Where the company's internal API is, and how patient this server is with it.</summary>
internal sealed class InternalApiOptions
{
    public const string SectionName = "InternalApi";

    private const string OnBehalfOfKeyMessage =
        "InternalApi:OnBehalfOfKey must be a secret of at least 32 characters: it signs what the internal API is " +
        "told of the caller. Leave it out to tell nothing.";

    [Required(ErrorMessage = "InternalApi:BaseAddress is missing: give the internal API's address, " +
        "as in https://api.internal.example.com.")]
    public Uri? BaseAddress { get; set; }

    /// <summary>Sent as X-API-Key. The caller's own token never goes upstream.</summary>
    [RegularExpression("^[!-~]+$", ErrorMessage = "InternalApi:ApiKey does not fit into a header: " +
        "it takes letters, digits and signs of ASCII, without spaces.")]
    public string? ApiKey { get; set; }

    /// <summary>
    /// In place of <see cref="ApiKey"/>: where this server gets an access token of its own (RFC 6749, section 4.4).
    /// </summary>
    public Uri? TokenEndpoint { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>The scope that the token is asked for; without it the issuer decides.</summary>
    public string? Scope { get; set; }

    /// <summary>
    /// Signs who calls with which tool, for the internal API's own audit; without it nothing is told.
    /// </summary>
    [MinLength(32, ErrorMessage = OnBehalfOfKeyMessage)]
    public string? OnBehalfOfKey { get; set; }

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
