using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Protocol;

internal sealed class ProtocolOptions
{
    public const string SectionName = "Protocol";

    /// <summary>Bytes that a request's body may have; more is 413.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaxRequestBodySize { get; set; } = 256 * 1_024;

    /// <summary>Time that a caller has for sending a request's body; longer is 408.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan RequestBodyTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class ProtocolOptionsValidator : IValidateOptions<ProtocolOptions>;
