using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>redis-server where it is on PATH, else Garnet, on a free port of loopback.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>What the limiter's script calls: no round trips, but counted as commands too.</summary>
    private static readonly HashSet<string> WithinScripts =
        ["cmdstat_time", "cmdstat_lindex", "cmdstat_lpop", "cmdstat_llen", "cmdstat_rpush", "cmdstat_pexpire"];

    private readonly LocalProcess _process;
    private readonly ConnectionMultiplexer _connection;

    private RedisServer(LocalProcess process, ConnectionMultiplexer connection, string connectionString, bool isGarnet)
    {
        _process = process;
        _connection = connection;
        ConnectionString = connectionString;
        IsGarnet = isGarnet;
    }

    public string ConnectionString { get; }

    public bool IsGarnet { get; }

    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        var isGarnet = !IsOnPath("redis-server");
        var port = FreePort();
        var start = isGarnet
            ? new ProcessStartInfo(
                "dotnet",
                [Builds.Of("McpIntegration.GarnetHost"), "--lua", "--bind", "127.0.0.1", "--port", $"{port}"])
            : new ProcessStartInfo(
                "redis-server",
                ["--bind", "127.0.0.1", "--protected-mode", "no", "--save", "", "--port", $"{port}"]);
        var (process, _) = await LocalProcess.StartAsync(start, "Ready to accept connections", cancellationToken);
        var connectionString = $"127.0.0.1:{port}";
        var connection = await ConnectionMultiplexer.ConnectAsync($"{connectionString},allowAdmin=true");
        return new(process, connection, connectionString, isGarnet);
    }

    /// <summary>
    /// The commands that clients have sent so far, each a round trip; null where the server does not count them.
    /// </summary>
    public async Task<long?> CountRoundTripsAsync()
    {
        if (IsGarnet)
        {
            return null;
        }

        // cmdstat_evalsha:calls=2500,usec=20000,usec_per_call=8.00,rejected_calls=0,failed_calls=0
        var sections = await _connection.GetServers().Single().InfoAsync("commandstats");
        return sections.SelectMany(section => section)
            .Where(command => !WithinScripts.Contains(command.Key))
            .Sum(command => long.Parse(
                command.Value.Split(',')[0].AsSpan("calls=".Length), System.Globalization.CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _process.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsOnPath(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true });
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
