using System.ComponentModel;
using System.Diagnostics;
using StackExchange.Redis;
using Xunit;

namespace McpIntegration.Tests.Redis;

/// <summary>
/// A real server that speaks Redis, on a port of its own: redis-server where it is on PATH, else Garnet. It can be
/// killed, started again on the same port, and made to hang.
/// </summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly bool RedisIsHere = FindOnPath("redis-server");
    private readonly ProcessStartInfo _command;
    private Process _process;

    private RedisProcess(ProcessStartInfo command, Process process, int port, bool isGarnet)
    {
        _command = command;
        _process = process;
        Port = port;
        IsGarnet = isGarnet;
    }

    public int Port { get; }

    public bool IsGarnet { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The server that is here. With REQUIRE_ALL=1 that has to be redis-server.</summary>
    public static Task<RedisProcess> StartAsync()
    {
        Assert.True(
            RedisIsHere || Environment.GetEnvironmentVariable("REQUIRE_ALL") != "1",
            "REQUIRE_ALL=1, but redis-server is not on PATH.");
        return RedisIsHere ? StartRedisAsync() : StartGarnetAsync();
    }

    /// <summary>redis-server itself, for what Garnet lacks; skips the test where it is missing.</summary>
    public static async Task<RedisProcess> StartRedisAsync(params string[] options)
    {
        Requirement.Demand(RedisIsHere, "redis-server is not on PATH.");
        return await StartAsync(
            port => new("redis-server", ["--bind", "127.0.0.1", "--protected-mode", "no", "--save", "", "--port", $"{port}", .. options]), false);
    }

    public static Task<RedisProcess> StartGarnetAsync() =>
        StartAsync(port => new("dotnet", [GarnetHost, "--lua", "--bind", "127.0.0.1", "--port", $"{port}"]), true);

    /// <summary>Dies as a crash would have it: no farewell to its clients.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again where it was, with nothing in it.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = await RunAsync(_command);
    }

    /// <summary>Lets it hang: connections stay open and nothing answers.</summary>
    public void Pause() => _process.Signal("STOP");

    public void Resume() => _process.Signal("CONT");

    /// <summary>A client of the test's own, with the library's patient defaults.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync() =>
        await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static string GarnetHost
    {
        get
        {
            var host = Path.Combine(
                AppContext.BaseDirectory.Replace(
                    "McpIntegration.Tests", "McpIntegration.GarnetHost", StringComparison.Ordinal),
                "McpIntegration.GarnetHost.dll");
            return File.Exists(host) ? host : throw new FileNotFoundException("Garnet has not been built.", host);
        }
    }

    /// <summary>
    /// The port is free when it is chosen, but another process may take it before the server does: then with another.
    /// </summary>
    private static async Task<RedisProcess> StartAsync(Func<int, ProcessStartInfo> command, bool isGarnet)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Choose();
            var start = command(port);
            try
            {
                return new RedisProcess(start, await RunAsync(start), port, isGarnet);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
            }
        }
    }

    private static async Task<Process> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Read on to the end, or a full pipe would stop the server.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return process;
            }
        }

        process.Dispose();
        throw new InvalidOperationException($"{start.FileName} ended before it was ready.");
    }

    private static bool FindOnPath(string program)
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
