using System.Diagnostics;
using McpIntegration.AppHost.Issuer;
using McpIntegration.Tests.Keycloak.Production;
using Xunit;

namespace McpIntegration.Tests.Keycloak;

/// <summary>
/// Keycloak itself on a port of its own, with a folder of its own; it can be stopped, and started again where it was.
/// </summary>
internal sealed class KeycloakServer : IDisposable
{
    public const string AdminPassword = "admin-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly KeycloakHome _home = new();
    private readonly int _management = FreePort.Choose();
    private readonly List<string> _output = [];
    private readonly ProcessStartInfo _command;
    private Process? _process;

    private KeycloakServer(Func<string, string[]> command, IEnumerable<(string Name, string Value)> environment)
    {
        var words = command(_home.Folder);
        _command = new(words[0], words[1..]) { RedirectStandardOutput = true, WorkingDirectory = Path.Combine(_home.Folder, "bin") };
        foreach (var (name, value) in Settings().Concat(environment))
        {
            _command.Environment[name] = value;
        }
    }

    public string Address { get; } = $"http://localhost:{FreePort.Choose()}";

    public string Folder => _home.Folder;

    public IDictionary<string, string?> Environment => _command.Environment;

    /// <summary>
    /// As a developer starts it: a database in its folder, an administrator, this repository's realm and users.
    /// </summary>
    public static KeycloakServer ForDevelopment(params (string Name, string Value)[] environment)
    {
        var server = new KeycloakServer(
            home => [KeycloakProcessResource.Script(home), "start-dev", "--import-realm", "--db=dev-file"],
            [("KC_BOOTSTRAP_ADMIN_USERNAME", "admin"), ("KC_BOOTSTRAP_ADMIN_PASSWORD", AdminPassword), .. environment]);
        server.Environment["KC_HOSTNAME"] = server.Address;
        var import = Directory.CreateDirectory(Path.Combine(server.Folder, "data", "import"));
        foreach (var file in Directory.EnumerateFiles(RealmDocument.Folder, "*.json"))
        {
            File.Copy(file, Path.Combine(import.FullName, Path.GetFileName(file)));
        }

        return server;
    }

    /// <summary>As the image starts it, once <see cref="BuildAsync"/> has done what the image's build does.</summary>
    public static KeycloakServer FromImage(params (string Name, string Value)[] environment)
    {
        var server = new KeycloakServer(
            home => ["bash", Path.Combine(home, "bin", "entrypoint.sh"), .. KeycloakImage.Command],
            [.. KeycloakImage.RunEnvironment.Select(setting => (setting.Key, setting.Value)), .. environment]);
        KeycloakImage.CopyInto(server.Folder);
        return server;
    }

    public async Task BuildAsync()
    {
        var start = new ProcessStartInfo(KeycloakProcessResource.Script(Folder), ["build"]);
        foreach (var (name, value) in KeycloakImage.BuildEnvironment)
        {
            start.Environment[name] = value;
        }

        var build = await FinishedProcess.RunAsync(start, Patience);
        Assert.True(build.ExitCode == 0, build.Output + build.Errors);
    }

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
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
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
            process.Signal("TERM");
        }

        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
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
        ("KC_HEALTH_ENABLED", "true"),
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
            using var answer =
                await client.GetAsync(new Uri($"http://127.0.0.1:{_management}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
