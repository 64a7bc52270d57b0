using System.Collections.Frozen;
using System.Globalization;
using McpIntegration.McpServer.Authentication;
using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// The allow-lists of Host and Origin, which keep a page in somebody's browser from reaching this server by DNS
/// rebinding (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
/// </summary>
internal sealed class HostAndOrigin(
    IOptions<EdgeOptions> edge, IOptions<AuthenticationOptions> authentication, IHostEnvironment environment)
{
    private static readonly string[] Schemes = ["http://", "https://"];
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly FrozenSet<string> _hosts = edge.Value.AllowedHosts
        .Append(authentication.Value.ResourceUri.Authority)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _origins =
        edge.Value.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isLoopbackAllowed = environment.IsDevelopment();

    public bool AllowsHost(HostString host) =>
        host.HasValue && (_hosts.Contains(host.Value) || (_isLoopbackAllowed && IsLoopback(host.Value)));

    public bool AllowsOrigin(string origin) =>
        _origins.Contains(origin) || (_isLoopbackAllowed && IsLoopback(WithoutScheme(origin)));

    public static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && IsBare(uri) && !host.EndsWith('/');

    public static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && IsBare(uri) && !origin.EndsWith('/');

    private static bool IsBare(Uri uri) => uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    private static ReadOnlySpan<char> WithoutScheme(string origin) =>
        Schemes.FirstOrDefault(scheme => origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme
            ? origin.AsSpan(scheme.Length)
            : [];

    // By its text, and not by what the text stands for: "127.1" is an address of loopback too, and no browser writes
    // it.
    private static bool IsLoopback(ReadOnlySpan<char> host)
    {
        foreach (var name in LoopbackNames)
        {
            if (host.StartsWith(name, StringComparison.OrdinalIgnoreCase) && IsPortOrNothing(host[name.Length..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPortOrNothing(ReadOnlySpan<char> text) =>
        text is [] || (text[0] == ':'
            && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
