using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.InternalApiMock.ApiKeys;

/// <summary>Bound to the root of the configuration: the setting is called <c>ApiKey</c>.</summary>
internal sealed class ApiKeyOptions
{
    public const string SectionName = "";

    [Required(ErrorMessage = "The setting ApiKey is missing: give the key that callers must send in the header X-API-Key.")]
    public string ApiKey { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>;
