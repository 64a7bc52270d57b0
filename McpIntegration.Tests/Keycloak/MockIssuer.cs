using System.Net;
using System.Net.Sockets;
using McpIntegration.Tests.KeycloakMock;
using Microsoft.Extensions.DependencyInjection;

namespace McpIntegration.Tests.Keycloak;

/// <summary>The built-in issuer, with a state file so that it can come back.</summary>
public sealed class MockIssuer : LiveIssuer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("issuer-").FullName;
    private readonly ShiftedTime _time = new();
    private KeycloakMockApp? _app;
    private Socket? _heldPort;

    public override string Address => App.Issuer;

    public override string MachineSecret => KeycloakMockApp.MachineSecret;

    private KeycloakMockApp App => _app ?? throw new InvalidOperationException("The mock is not running.");

    private Uri Keys => new($"{Address}/development/keys/");

    public override async Task<string> AddKeyAsync()
    {
        using var answer = await Http.PostAsync(Keys, content: null);
        return $"{(await OAuthAnswer.ReadAsync(answer)).Json["kid"]}";
    }

    public override async Task RemoveKeyAsync(string key)
    {
        using var answer = await Http.DeleteAsync(new Uri(Keys, key));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Its five minutes began long ago; the server allows for clocks that differ by 30 seconds.</summary>
    public override async Task<string> BriefTokenAsync()
    {
        _time.Shift = TimeSpan.FromSeconds(-315);
        try
        {
            return await MachineTokenAsync("mcp:metrics");
        }
        finally
        {
            _time.Shift = TimeSpan.Zero;
        }
    }

    /// <summary>By a second process of the same issuer, whose realm is for another resource.</summary>
    public override async Task<string> TokenForElsewhereAsync()
    {
        var host = new Uri(Address).GetLeftPart(UriPartial.Authority);
        using var elsewhere = Start(("KC_HOSTNAME", host), ("MCP_RESOURCE", "https://elsewhere.example/mcp"));
        return await MachineTokenAsync(
            new Uri(elsewhere.BaseAddress, "realms/mcp").AbsoluteUri, $"mcp-machine:{MachineSecret}", "mcp:metrics");
    }

    public override Task StopAsync()
    {
        var port = new Uri(Address).Port;
        App.Dispose();
        // Nothing answers there, and no one else may come to listen there.
        _heldPort = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _heldPort.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return Task.CompletedTask;
    }

    public override Task RestartAsync()
    {
        _heldPort?.Close();
        _app = Start(new Uri(Address).Port);
        return Task.CompletedTask;
    }

    protected override Task StartAsync()
    {
        _app = Start();
        return Task.CompletedTask;
    }

    protected override Task EndAsync()
    {
        App.Dispose();
        _heldPort?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private KeycloakMockApp Start(params (string Key, string Value)[] settings) => Start(0, settings);

    private KeycloakMockApp Start(int port, params (string Key, string Value)[] settings) => new(
        new(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))) { ["StateFile"] = Path.Combine(_folder, "state.json") },
        services => services.AddSingleton<TimeProvider>(_time),
        port);

    /// <summary>The time as it is, or was a while ago.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
