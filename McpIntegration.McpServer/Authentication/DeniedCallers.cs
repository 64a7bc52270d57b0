using System.Security.Claims;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Who is denied, as this replica last read it. Asked on every request, after the token was accepted, whether or not
/// that was remembered from an earlier one.
/// </summary>
internal sealed class DeniedCallers
{
    private volatile IReadOnlyDictionary<string, string> _entries = new Dictionary<string, string>();

    /// <summary>Never changed, only replaced as a whole.</summary>
    public IReadOnlyDictionary<string, string> Entries
    {
        get => _entries;
        set => _entries = value;
    }

    public bool Contains(ClaimsPrincipal principal)
    {
        var entries = _entries;
        return entries.Count > 0
            && (entries.ContainsKey(DenyList.EntryOf(Caller.From(principal)))
                || principal.Claims.Where(IsClient)
                    .Any(client => entries.ContainsKey(DenyList.EntryOfClient(client.Value))));
    }

    // RFC 9068 calls it client_id; Keycloak and others write azp.
    private static bool IsClient(Claim claim) => claim.Type is "azp" or "client_id";
}
