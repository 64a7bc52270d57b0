using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// A token's claims, shared by all requests that bring the token. It refuses to be changed, since a change would reach
/// the others, and it lacks the reference to the token's text that the library's own has. <c>Clone()</c> gives one that
/// may be changed.
/// </summary>
internal sealed class SharedIdentity(ClaimsIdentity validated) : CaseSensitiveClaimsIdentity(
    validated.Claims, validated.AuthenticationType, validated.NameClaimType, validated.RoleClaimType)
{
    /// <summary>Found and named once for all requests that bring the token.</summary>
    public Caller Caller => field ??= Caller.Of(this);

    public override void AddClaim(Claim claim) => throw Refuse();

    public override void AddClaims(IEnumerable<Claim?> claims) => throw Refuse();

    public override void RemoveClaim(Claim? claim) => throw Refuse();

    public override bool TryRemoveClaim(Claim? claim) => throw Refuse();

    private static InvalidOperationException Refuse() =>
        new("This identity is shared between requests: change a clone.");
}
