using System.Net;
using System.Net.Sockets;

namespace McpIntegration.McpServer.Edge;

/// <summary>
/// Whose address a request comes from, for counting: IPv4 also where it arrives mapped into IPv6, and IPv6 by its /64,
/// which is the least that one subscriber is given and all of which is his.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    public static string NameOf(IPAddress? address) => address switch
    {
        // A socket without addresses, as between a proxy and this server on one machine.
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{NetworkOf(address)}/64",
        _ => address.ToString(),
    };

    private static IPAddress NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
