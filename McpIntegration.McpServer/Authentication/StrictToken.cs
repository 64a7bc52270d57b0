using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// What the library lets pass in a token whose signature is good (Microsoft.IdentityModel.JsonWebTokens 8.23.0): other
/// spellings of the same bytes, text behind the JSON, a member that stands twice, numbers as text and text as numbers,
/// and extensions that the header calls critical (RFC 7515, section 4.1.11: whoever does not know one must refuse the
/// token).
/// </summary>
internal static class StrictToken
{
    private static readonly SearchValues<char> Base64UrlAndDots =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Base64url (RFC 7515, section 2) without padding, and without bits behind the end: they belong to no byte, and
    /// would give one signature 16 spellings.
    /// </summary>
    public static bool IsSpeltOneWay(ReadOnlySpan<char> token)
    {
        if (token.ContainsAnyExcept(Base64UrlAndDots))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Base64Url.GetMaxDecodedLength(AccessTokenHandler.MaxLength)];
        foreach (var part in token.Split('.'))
        {
            if (Base64Url.DecodeFromChars(token[part], bytes, out _, out _) != OperationStatus.Done)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsWellFormed(JsonWebToken token)
    {
        try
        {
            using var header = Parse(token.EncodedHeader);
            using var payload = Parse(token.EncodedPayload);
            var claims = payload.RootElement;
            return !header.RootElement.TryGetProperty("crit", out _)
                && IsAbsentOr(claims, "sub", JsonValueKind.String)
                && IsAbsentOr(claims, "exp", JsonValueKind.Number)
                && IsAbsentOr(claims, "nbf", JsonValueKind.Number)
                && IsAbsentOr(claims, "iat", JsonValueKind.Number);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonDocument Parse(string encoded) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(encoded), Strict);

    private static bool IsAbsentOr(JsonElement claims, string name, JsonValueKind kind) =>
        !claims.TryGetProperty(name, out var value) || value.ValueKind == kind;
}
