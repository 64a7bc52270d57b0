using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using McpIntegration.Tests.Redis;

namespace McpIntegration.Tests.Edge;

/// <summary>
/// Caddy as a proxy that ends TLS, by certificates of an authority that it makes itself and that only
/// <see cref="CreateClient"/> trusts.
/// </summary>
internal sealed class CaddyProcess : IAsyncDisposable
{
    private const string Program = "caddy";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("caddy-");
    private readonly Process _process;

    private CaddyProcess(string sites, (string Name, string Value)[] environment)
    {
        var file = Path.Combine(_folder.FullName, "Caddyfile");
        File.WriteAllText(file, $"{Options}\n{sites}\n");
        var start = new ProcessStartInfo(Program, ["run", "--adapter", "caddyfile", "--config", file])
        {
            RedirectStandardError = true,
            Environment = { ["XDG_CONFIG_HOME"] = _folder.FullName, ["XDG_DATA_HOME"] = _folder.FullName },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("Caddy did not start.");
        Log = ReadLogAsync();
    }

    public static bool IsHere => Requirement.IsOnPath(Program);

    /// <summary>The authority's certificate, for programs that are told whom to trust by a file.</summary>
    public string AuthorityFile => Path.Combine(_folder.FullName, "pki", "authorities", "local", "root.crt");

    // Neither its interface, which has a fixed port, nor a redirect from http, nor the trust of this machine.
    private string Options =>
        $$"""
        {
            admin off
            auto_https disable_redirects
            local_certs
            skip_install_trust
            storage file_system {{_folder.FullName}}
        }
        """;

    private Task<string> Log { get; }

    public static void SkipUnlessAvailable() => Requirement.OnPath(Program);

    /// <param name="sites">The rest of the Caddyfile.</param>
    /// <param name="ready">An address that answers something once all have started.</param>
    /// <param name="environment">What the Caddyfile reads.</param>
    public static async Task<CaddyProcess> StartAsync(
        string sites, Uri ready, params (string Name, string Value)[] environment)
    {
        var caddy = new CaddyProcess(sites, environment);
        try
        {
            await Eventually.TrueAsync(
                "Caddy answers", () => caddy.AnswersAsync(ready), Limit, TimeSpan.FromMilliseconds(50));
            return caddy;
        }
        catch
        {
            // Nobody else knows of it yet.
            await caddy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Follows no redirect and keeps no cookie; reaches whatever host it is told at this machine.</summary>
    /// <param name="from">The address of this machine that it comes from.</param>
    public HttpClient CreateClient(IPAddress? from = null)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(AuthorityFile) },
        };
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
            ConnectCallback = (context, cancellationToken) => ConnectAsync(
                from, context.DnsEndPoint.Port, cancellationToken),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await Log;
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress? from, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from ?? IPAddress.Any, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<bool> AnswersAsync(Uri address)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"Caddy ended:\n{await Log}");
        }

        if (!File.Exists(AuthorityFile) && address.Scheme == Uri.UriSchemeHttps)
        {
            return false;
        }

        try
        {
            using var client = address.Scheme == Uri.UriSchemeHttps ? CreateClient() : new HttpClient();
            using var answer = await client.GetAsync(address);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // To the end, or a full pipe would stop it.
    private Task<string> ReadLogAsync() => _process.StandardError.ReadToEndAsync();
}
