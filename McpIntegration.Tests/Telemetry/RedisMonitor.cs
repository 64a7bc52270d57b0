using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpIntegration.Tests.Telemetry;

/// <summary>Every command that a redis-server is sent, as its MONITOR shows them.</summary>
internal sealed class RedisMonitor : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly StringBuilder _seen = new();
    private Task _reading = Task.CompletedTask;

    public string Seen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    public static async Task<RedisMonitor> StartAsync(int port)
    {
        var monitor = new RedisMonitor();
        await monitor._client.ConnectAsync(IPAddress.Loopback, port);
        var stream = monitor._client.GetStream();
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        var confirmed = new byte["+OK\r\n".Length];
        await stream.ReadExactlyAsync(confirmed);
        monitor._reading = monitor.ReadAsync(stream);
        return monitor;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Client.Shutdown(SocketShutdown.Both);
        await _reading;
        _client.Dispose();
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[65_536];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            lock (_seen)
            {
                _seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
    }
}
