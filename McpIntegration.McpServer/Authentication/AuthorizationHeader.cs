using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace McpIntegration.McpServer.Authentication;

/// <summary>
/// Reads the header strictly: a second header, a tab for a space (RFC 9110, section 11.4), a missing or an impossible
/// token is malformed, not merely absent.
/// </summary>
internal static class AuthorizationHeader
{
    private const string Scheme = "Bearer";

    private static readonly SearchValues<char> Token68 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <param name="token">The token, when there is one.</param>
    public static BearerToken Read(StringValues header, out ReadOnlyMemory<char> token)
    {
        // "Bearer eyJhbGciOi..."
        token = default;
        var value = header.ToString();
        if (header.Count > 1 || value.Contains('\t', StringComparison.Ordinal))
        {
            return BearerToken.Malformed;
        }

        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (!value.AsSpan(0, space < 0 ? value.Length : space).Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return BearerToken.Absent;
        }

        token = space < 0 ? default : value.AsMemory(space + 1).Trim(' ');
        return token.IsEmpty || token.Span.ContainsAnyExcept(Token68) ? BearerToken.Malformed : BearerToken.Present;
    }
}
