using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Tools;

internal sealed class ToolOptions
{
    public const string SectionName = "Tools";

    /// <summary>
    /// Bytes of JSON text that a result may have. What is more is left for the next page, in whole records: a model has
    /// to read all of it.
    /// </summary>
    [Range(16 * 1_024, 1_024 * 1_024)]
    public int MaxResultSize { get; set; } = 40 * 1_024;
}

[OptionsValidator]
internal sealed partial class ToolOptionsValidator : IValidateOptions<ToolOptions>;
