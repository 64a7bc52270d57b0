using McpIntegration.Tests.Keycloak;

namespace McpIntegration.Tests.AppHost;

/// <summary>
/// The whole application on a Keycloak that reads client ID metadata documents, with its database where the switch puts
/// it. Where KEYCLOAK_HOME is not set nothing starts.
/// </summary>
public sealed class RunningApplicationWithClientMetadata : RunningApplication
{
    private readonly KeycloakHome? _home = KeycloakHome.IsHere ? new() : null;

    public string KeycloakFolder => _home?.Folder ?? "";

    protected override IEnumerable<string> Arguments =>
    [
        $"--KEYCLOAK_HOME={KeycloakFolder}", "--Keycloak:ClientMetadata=true",
        // The folder can go only when nothing runs from it.
        "--DcpPublisher:WaitForResourceCleanup=true",
    ];

    protected override bool IsStarted => _home is not null;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _home?.Dispose();
    }
}
