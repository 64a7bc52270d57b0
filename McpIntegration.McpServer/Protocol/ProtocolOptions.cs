using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Protocol;

internal sealed class ProtocolOptions
{
    public const string SectionName = "Protocol";

    /// <summary>Bytes that a request's body may have; more is 413.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaxRequestBodySize { get; set; } = 256 * 1_024;

    /// <summary>How many objects and arrays may stand inside of one another in a request; deeper is 400.</summary>
    [Range(8, 64)]
    public int MaxDepth { get; set; } = 32;

    /// <summary>Time that a caller has for sending a request's body; longer is 408.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class ProtocolOptionsValidator : IValidateOptions<ProtocolOptions>;
