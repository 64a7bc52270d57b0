using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace McpIntegration.Benchmarks.Stand;

/// <summary>redis-server where it is on PATH, else Garnet, on a free port of loopback.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>What the limiter's script calls: no round trips, but counted as commands too.</summary>
    private static readonly HashSet<string> WithinScripts =
        ["cmdstat_time", "cmdstat_lindex", "cmdstat_lpop", "cmdstat_llen", "cmdstat_rpush", "cmdstat_pexpire"];

    private readonly ChildProcess _process;
    private readonly ConnectionMultiplexer _connection;

    private RedisServer(ChildProcess process, ConnectionMultiplexer connection, bool isGarnet)
    {
        _process = process;
        _connection = connection;
        IsGarnet = isGarnet;
    }

    public string ConnectionString => AddressOf(_process);

    public bool IsGarnet { get; }

    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        var isGarnet = !IsOnPath("redis-server");
        var process = await ChildProcess.StartAsync(
            port => isGarnet
                ? new(
                    "dotnet",
                    [Builds.Of("McpIntegration.GarnetHost"), "--lua", "--bind", "127.0.0.1", "--port", $"{port}"])
                : new(
                    "redis-server",
                    ["--bind", "127.0.0.1", "--protected-mode", "no", "--save", "", "--port", $"{port}"]),
            "Ready to accept connections",
            cancellationToken);
        var connection = await ConnectionMultiplexer.ConnectAsync($"{AddressOf(process)},allowAdmin=true");
        return new(process, connection, isGarnet);
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
                command.Value.Split(',')[0].AsSpan("calls=".Length), CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _process.DisposeAsync();
    }

    private static string AddressOf(ChildProcess process) => $"127.0.0.1:{process.Port}";

    private static bool IsOnPath(string program)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true });
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
