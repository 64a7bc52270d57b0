using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// A PostgreSQL cluster of its own in a temporary folder, with a password, TLS and a database for Keycloak. It refuses
/// to run as root, so there it runs as the user postgres, whom its packages bring.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "keycloak";
    public const string Database = "keycloak";

    private const string Owner = "postgres";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] Needed = ["initdb", "postgres", "psql"];
    private static readonly string? Programs = FindPrograms();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgres-");
    private Process? _process;

    private PostgresServer()
    {
    }

    public static bool IsHere => Programs is not null;

    public int Port { get; } = FreePort.Choose();

    public string Password { get; } = RandomNumberGenerator.GetHexString(32);

    public static void SkipUnlessAvailable() =>
        Requirement.Demand(IsHere, "No PostgreSQL server: neither on PATH nor in /usr/lib/postgresql.");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.InitializeAsync();
            return server;
        }
        catch
        {
            // Nobody else knows of it yet.
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows that a query gives, one a line.</summary>
    public async Task<string> ReadAsync(string query)
    {
        var run = await QueryAsync(query, Database);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private async Task InitializeAsync()
    {
        var password = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(password, Password);
        await GiveAwayAsync();
        await EndWellAsync(Run(
            "initdb", "-D", Data, "-U", User, "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"));
        WriteCertificate();
        await GiveAwayAsync();
        _process = Run(
            "postgres", "-D", Data, "-p", $"{Port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
            "-c", "ssl=on");
        await Eventually.TrueAsync(
            "PostgreSQL has made the database", async () => (await QueryAsync($"CREATE DATABASE {Database}", Owner)).ExitCode == 0,
            Limit, TimeSpan.FromMilliseconds(200));
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(Data, "server.crt"), certificate.ExportCertificatePem());
        var file = Path.Combine(Data, "server.key");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task GiveAwayAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", Owner, _folder.FullName]);
            await chown.WaitForExitAsync();
        }
    }

    private Process Run(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs ?? "", program), .. arguments];
        if (Environment.IsPrivilegedProcess)
        {
            // In its own place, unlike su and sudo: the process is PostgreSQL's.
            command = ["setpriv", $"--reuid={Owner}", $"--regid={Owner}", "--clear-groups", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task EndWellAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{process.StartInfo.FileName} ended with {process.ExitCode}.");
        }
    }

    private Task<FinishedProcess> QueryAsync(string query, string database) => FinishedProcess.RunAsync(
        new ProcessStartInfo(
            Path.Combine(Programs ?? "", "psql"),
            ["-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", database, "-Atqc", query])
        {
            Environment = { ["PGPASSWORD"] = Password, ["PGSSLMODE"] = "require" },
        },
        Limit);

    // Debian keeps them off PATH, one folder a version.
    private static string? FindPrograms()
    {
        var versions = new DirectoryInfo("/usr/lib/postgresql");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(
                versions.Exists
                    ? versions.EnumerateDirectories().Select(version => Path.Combine(version.FullName, "bin"))
                    : []);
        return folders.FirstOrDefault(folder => Needed.All(program => File.Exists(Path.Combine(folder, program))));
    }
}
