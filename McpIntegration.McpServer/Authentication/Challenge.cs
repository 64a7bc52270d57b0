using McpIntegration.McpServer.Authorization;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// The WWW-Authenticate value (RFC 6750, RFC 9728). It names the metadata document, and every scope the server has:
/// some clients register only the scopes of the first challenge, and may never ask for more.
/// </summary>
internal sealed class Challenge(ResourceMetadata metadata, ScopeCatalog scopes)
{
    private readonly string _address = metadata.Address;

    /// <summary>For a caller who has sent no token: no error, since nothing was wrong yet.</summary>
    public string Unauthorized => field ??= Build(scopes.All);

    /// <param name="reason">A fixed sentence of this server, free of quotes.</param>
    public string InvalidToken(string reason) =>
        $"{Unauthorized}, error=\"invalid_token\", error_description=\"{reason}\"";

    /// <summary>
    /// Names the needed scope together with those held, since some clients ask for exactly what stands here.
    /// </summary>
    public string InsufficientScope(string needed, IEnumerable<string> held) =>
        $"{Build(held.Append(needed))}, error=\"insufficient_scope\"";

    private string Build(IEnumerable<string> names) =>
        $"Bearer resource_metadata=\"{_address}\", " +
        $"scope=\"{string.Join(' ', names.Distinct().Order(StringComparer.Ordinal))}\"";
}
