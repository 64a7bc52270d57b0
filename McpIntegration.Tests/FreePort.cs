using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace McpIntegration.Tests;

/// <summary>
/// A port for a program that has to be told one: below those that the system gives to whoever asks for any, since the
/// program takes it only seconds later, and again when it comes back.
/// </summary>
internal static class FreePort
{
    public static int Choose()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }
}
