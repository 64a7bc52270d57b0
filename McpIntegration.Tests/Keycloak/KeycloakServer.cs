using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using McpIntegration.AppHost.Issuer;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>Keycloak itself on a port of its own, with a database in its folder; it can be stopped, and started again where it was.</summary>
internal sealed class KeycloakServer : IDisposable
{
    public const string AdminPassword = "admin-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly KeycloakHome _home = new();
    private readonly ProcessStartInfo _command;
    private readonly int _management = FreePort();
    private readonly List<string> _output = [];
    private Process? _process;

    public KeycloakServer(params (string Name, string Value)[] environment)
    {
        Address = $"http://localhost:{FreePort()}";
        var import = Directory.CreateDirectory(Path.Combine(_home.Folder, "data", "import"));
        foreach (var file in Directory.EnumerateFiles(RealmDocument.Folder, "*.json"))
        {
            File.Copy(file, Path.Combine(import.FullName, Path.GetFileName(file)));
        }

        _command = new(KeycloakProcessResource.Script(_home.Folder), ["start-dev", "--import-realm", "--db=dev-file"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment.Concat(Settings()))
        {
            _command.Environment[name] = value;
        }
    }

    public string Address { get; }

    public async Task StartAsync()
    {
        var process = Process.Start(_command) ?? throw new InvalidOperationException("Keycloak did not start.");
        _process = process;
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.BeginOutputReadLine();

        using var limit = new CancellationTokenSource(Patience);
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await IsReadyAsync(client, limit.Token))
        {
            Assert.False(process.HasExited, $"Keycloak ended:\n{LastLines}");
            Assert.True(await timer.WaitForNextTickAsync(limit.Token));
        }
    }

    /// <summary>In good order where that can be asked for, so that nothing is lost.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var process = _process ?? throw new InvalidOperationException("Keycloak was not started.");
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
        }
        else
        {
            // The script passes it on to Java.
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
    }

    public void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _home.Dispose();
    }

    private string LastLines
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output.TakeLast(40));
            }
        }
    }

    private (string Name, string Value)[] Settings() =>
    [
        ("KC_BOOTSTRAP_ADMIN_USERNAME", "admin"),
        ("KC_BOOTSTRAP_ADMIN_PASSWORD", AdminPassword),
        ("KC_HEALTH_ENABLED", "true"),
        ("KC_HOSTNAME", Address),
        ("KC_HTTP_HOST", "127.0.0.1"),
        ("KC_HTTP_PORT", $"{new Uri(Address).Port}"),
        ("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1"),
        ("KC_HTTP_MANAGEMENT_PORT", $"{_management}"),
        // A server that lives for a minute is sooner there when Java compiles less.
        ("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"),
    ];

    private void Remember(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{_management}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Below the ports that the system gives to whoever asks for any: Keycloak takes its own only seconds later, and again when it comes back.
    private static int FreePort()
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
