using System.Security.Claims;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Who calls: the issuer and its subject together, since a subject is unique only within its issuer
/// (https://www.rfc-editor.org/rfc/rfc9068#section-2.2). Authentication refuses tokens that lack either.
/// </summary>
internal readonly record struct Caller(string Issuer, string Subject)
{
    public static Caller From(ClaimsPrincipal? principal) => new(Claim(principal, "iss"), Claim(principal, "sub"));

    /// <summary>
    /// One text per caller: the length in front keeps ("a", "bc") and ("ab", "c") apart. Personal data: for digests,
    /// not for logs.
    /// </summary>
    public string ToKey() => $"{Issuer.Length}:{Issuer}{Subject}";

    private static string Claim(ClaimsPrincipal? principal, string type) =>
        principal?.FindFirst(type)?.Value
        ?? throw new InvalidOperationException($"The authenticated principal has no claim '{type}'.");
}
