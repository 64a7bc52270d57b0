using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>Whose tokens are accepted, and for what. Without these the server does not start.</summary>
internal sealed class AuthenticationOptions
{
    public const string SectionName = "Authentication";

    /// <summary>The issuer's identifier, compared exactly with a token's <c>iss</c>.</summary>
    [Required(ErrorMessage = "Authentication:Issuer is missing: " +
        "give the issuer's identifier, as in https://login.example.com/realms/mcp.")]
    public string Issuer { get; set; } = "";

    /// <summary>
    /// This server's own public address, without trailing slash: what clients ask tokens for, and what <c>aud</c> has
    /// to hold unless <see cref="Audience"/> says otherwise.
    /// </summary>
    [Required(ErrorMessage = "Authentication:Resource is missing: " +
        "give this server's public address, as in https://mcp.example.com/mcp.")]
    public string Resource { get; set; } = "";

    /// <summary>
    /// What a token's <c>aud</c> holds instead of <see cref="Resource"/>, where the issuer has names of its own for
    /// servers; compared exactly.
    /// </summary>
    [RegularExpression(@"\S*", ErrorMessage = "Authentication:Audience holds white space: " +
        "give the text of aud exactly, as in api://00000000-0000-0000-0000-000000000000.")]
    public string Audience { get; set; } = "";

    /// <summary>Where the issuer's metadata is read, if not at the issuer's own well-known address.</summary>
    public Uri? MetadataAddress { get; set; }

    /// <summary>
    /// Where the issuer's keys are read, if not where its metadata says; then that is not read at all.
    /// </summary>
    public Uri? JwksUri { get; set; }

    /// <summary>The name that consent pages and clients show for this server.</summary>
    public string ResourceName { get; set; } = "Internal data";

    /// <summary>Where people read about this server.</summary>
    public Uri? ResourceDocumentation { get; set; }

    /// <summary>
    /// The one claim that holds a token's scopes: a text with spaces, or a list. No other is looked at.
    /// </summary>
    [Required(ErrorMessage = "Authentication:ScopeClaim is empty: name the claim that holds scopes, as in scope.")]
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>
    /// What clients put before a scope to ask for it, where that is not how tokens name it: it stands in metadata and
    /// challenges only.
    /// </summary>
    [RegularExpression(@"[!#-\[\]-~]*", ErrorMessage = "Authentication:ScopePrefix holds what no scope may: " +
        "give what stands before a scope when it is asked for, as in api://00000000-0000-0000-0000-000000000000/.")]
    public string ScopePrefix { get; set; } = "";

    /// <summary>The claim that holds a person's roles.</summary>
    [Required(ErrorMessage = "Authentication:RolesClaim is empty: name the claim that holds roles, as in roles.")]
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim that holds the id of a person's own record in the internal API.</summary>
    [Required(ErrorMessage = "Authentication:EmployeeIdClaim is empty: " +
        "name the claim that holds a person's record id, as in employee_id.")]
    public string EmployeeIdClaim { get; set; } = "employee_id";

    /// <summary>
    /// Refused tokens per minute and client address that are answered 401; more are 429. Each costs 8 bytes of memory.
    /// </summary>
    [Range(1, 10_000)]
    public int FailuresPerMinute { get; set; } = 20;

    public Uri ResourceUri => new(Resource);

    public string ExpectedAudience => Audience.Length > 0 ? Audience : Resource;

    /// <summary>A scope as clients ask the issuer for it.</summary>
    public string ToRequest(string scope) => ScopePrefix + scope;
}

[OptionsValidator]
internal sealed partial class AuthenticationOptionsValidator : IValidateOptions<AuthenticationOptions>;

/// <summary>
/// Addresses that end in a token must be whole, and safe on a network: https, or loopback. Where the issuer is read may
/// be plain http: inside a container network it has a name of its own, and no certificate.
/// </summary>
internal sealed class AuthenticationAddressesValidator : IValidateOptions<AuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        if (!IsSafe(options.Issuer))
        {
            return Refuse("Issuer", options.Issuer);
        }

        if (!IsSafe(options.Resource) || options.Resource.EndsWith('/'))
        {
            return Refuse("Resource", options.Resource);
        }

        return RefuseUnreadable("MetadataAddress", options.MetadataAddress)
            ?? RefuseUnreadable("JwksUri", options.JwksUri)
            ?? ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult? RefuseUnreadable(string key, Uri? address) =>
        address is null or { IsAbsoluteUri: true, Scheme: "https" or "http" }
            ? null
            : ValidateOptionsResult.Fail(
                $"Authentication:{key} is \"{address.OriginalString}\": it takes an absolute address, http or https.");

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Query: "", Fragment: "" };

    private static ValidateOptionsResult Refuse(string key, string value) => ValidateOptionsResult.Fail(
        $"Authentication:{key} is \"{value}\": it takes an https address (http on loopback only), " +
        "without query, fragment or trailing slash.");
}
