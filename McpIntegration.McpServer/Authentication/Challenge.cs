using System.Buffers;
using McpIntegration.McpServer.Authorization;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The WWW-Authenticate value (RFC 6750, RFC 9728). It names the metadata document, and every scope the server has:
/// some clients register only the scopes of the first challenge, and may never ask for more.
/// </summary>
internal sealed class Challenge(
    ResourceMetadata metadata, ScopeCatalog scopes, IOptions<AuthenticationOptions> options)
{
    // What a scope may be written with (RFC 6749, section 3.3), and nothing that ends a quoted text or a header.
    private static readonly SearchValues<char> ScopeCharacters =
        SearchValues.Create([.. Enumerable.Range('!', 94).Select(c => (char)c).Except(['"', '\\'])]);

    private readonly string _address = metadata.Address;

    /// <summary>For a caller who has sent no token: no error, since nothing was wrong yet.</summary>
    public string Unauthorized => field ??= Build(scopes.All);

    /// <param name="reason">A fixed sentence of this server, free of quotes.</param>
    public string InvalidToken(string reason) =>
        $"{Unauthorized}, error=\"invalid_token\", error_description=\"{reason}\"";

    /// <summary>
    /// Names the needed scope together with those held, since some clients ask for exactly what stands here.
    /// </summary>
    /// <param name="needed">What the primitive declares; null where it declares nothing.</param>
    /// <param name="held">As the token has them: what could not stand in a header is left out.</param>
    /// <param name="reason">A fixed sentence of this server, free of quotes.</param>
    public string InsufficientScope(string? needed, IEnumerable<string> held, string reason) =>
        $"{Build(held.Where(IsRequestable).Concat(needed is null ? [] : [needed]))}, " +
        $"error=\"insufficient_scope\", error_description=\"{reason}\"";

    // Which of an issuer's further scopes take the prefix only the issuer knows: a wrong guess would fail the login.
    private bool IsRequestable(string held) =>
        !held.AsSpan().ContainsAnyExcept(ScopeCharacters)
        && (options.Value.ScopePrefix.Length == 0 || scopes.All.Contains(held));

    private string Build(IEnumerable<string> names) =>
        $"Bearer resource_metadata=\"{_address}\", " +
        $"scope=\"{string.Join(' ', names.Distinct().Order(StringComparer.Ordinal).Select(options.Value.ToRequest))}\"";
}
