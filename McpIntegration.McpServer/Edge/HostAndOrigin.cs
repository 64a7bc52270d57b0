using System.Collections.Frozen;
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
    private readonly FrozenSet<string> _hosts = edge.Value.AllowedHosts
        .Append(authentication.Value.ResourceUri.Authority)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _origins =
        edge.Value.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isLoopbackAllowed = environment.IsDevelopment();

    public bool AllowsHost(HostString host) =>
        host.HasValue && (_hosts.Contains(host.Value) || (_isLoopbackAllowed && IsLoopback($"http://{host.Value}")));

    public bool AllowsOrigin(string origin) =>
        _origins.Contains(origin) || (_isLoopbackAllowed && IsOrigin(origin) && IsLoopback(origin));

    public static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && IsBare(uri) && !host.EndsWith('/');

    public static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && IsBare(uri) && !origin.EndsWith('/');

    private static bool IsBare(Uri uri) => uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsBare(uri)
        && uri.Host is "localhost" or "127.0.0.1" or "[::1]";
}
