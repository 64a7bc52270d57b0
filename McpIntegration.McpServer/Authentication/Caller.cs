using System.Security.Claims;
using McpIntegration.McpServer.Caching;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Who calls: the issuer and its subject together, since a subject is unique only within its issuer
/// (https://www.rfc-editor.org/rfc/rfc9068#section-2.2). Authentication refuses tokens that lack either.
/// </summary>
internal sealed record Caller(string Issuer, string Subject)
{
    /// <summary>
    /// One text per caller: the length in front keeps ("a", "bc") and ("ab", "c") apart. Personal data: for digests,
    /// not for logs.
    /// </summary>
    public string Key => field ??= $"{Issuer.Length}:{Issuer}{Subject}";

    /// <summary>Stands for the caller in keys and lists, made once: every request needs it several times.</summary>
    public string Digest => field ??= CacheDigest.Of(Key);

    public static Caller From(ClaimsPrincipal? principal) => principal?.Identity switch
    {
        SharedIdentity validated => validated.Caller,
        ClaimsIdentity identity => Of(identity),
        _ => throw new InvalidOperationException("There is no authenticated principal."),
    };

    public static Caller Of(ClaimsIdentity identity) => new(Claim(identity, "iss"), Claim(identity, "sub"));

    /// <summary>By name alone: what has been made of it does not count.</summary>
    public bool Equals(Caller? other) => other is not null && Issuer == other.Issuer && Subject == other.Subject;

    public override int GetHashCode() => HashCode.Combine(Issuer, Subject);

    private static string Claim(ClaimsIdentity identity, string type) =>
        identity.FindFirst(type)?.Value
        ?? throw new InvalidOperationException($"The authenticated principal has no claim '{type}'.");
}
