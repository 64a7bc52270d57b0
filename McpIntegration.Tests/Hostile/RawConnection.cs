using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpIntegration.Tests.Hostile;

/// <summary>A connection on which nothing is added, mended or refused before it is sent.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends the characters as one byte each, and reads until the server closes.</summary>
    public static async Task<RawAnswer> SendAsync(int port, string request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        using var stream = client.GetStream();
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // Answered and closed before the whole request was read: what has come counts.
        }

        return new RawAnswer(Encoding.Latin1.GetString(received.ToArray()));
    }
}
