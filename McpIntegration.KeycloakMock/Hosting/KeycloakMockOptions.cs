using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.KeycloakMock.Hosting;

/// <summary>
/// The settings of this process, at the root of the configuration: they are environment variables, named as Keycloak
/// names them where it has them. The variables that the realm files mention are read by
/// <see cref="Realms.RealmFiles"/>.
/// </summary>
internal sealed class KeycloakMockOptions : IValidatableObject
{
    /// <summary>The public address of the issuer. Absent: the first address that this process listens on.</summary>
    [ConfigurationKeyName("KC_HOSTNAME")]
    public Uri? Hostname { get; set; }

    /// <summary>The folder that Keycloak would import, relative to the content root.</summary>
    [Required]
    public string RealmFolder { get; set; } = "../keycloak";

    /// <summary>
    /// Where signing keys and registered clients outlive the process, relative to the content root. Absent: they do
    /// not.
    /// </summary>
    public string? StateFile { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hostname is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", Fragment: "" }))
        {
            yield return new ValidationResult(
                $"KC_HOSTNAME is '{Hostname.OriginalString}': it must be an http or https address without a path.");
        }
    }
}

[OptionsValidator]
internal sealed partial class KeycloakMockOptionsValidator : IValidateOptions<KeycloakMockOptions>;
