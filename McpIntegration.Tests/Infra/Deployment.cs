namespace McpIntegration.Tests.Infra;

/// <summary>
/// A deployment whose outcome is kept as infra/snapshots/NAME.snapshot.json.
/// </summary>
/// <param name="Parameters">The file that azd deploys, or one of infra/snapshots/ where azd makes the parameters
/// itself.</param>
/// <param name="Environment">What that file reads: fixed, so that the outcome is.</param>
internal sealed record Deployment(string Name, string Parameters, IReadOnlyDictionary<string, string> Environment)
{
    public const string Certificate = $"{Group}/Microsoft.App/managedEnvironments/cae-test/managedCertificates/mcp";
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-test/providers";

    private static readonly Dictionary<string, string> FromMain = new()
    {
        ["AZURE_CONTAINER_APPS_ENVIRONMENT_ID"] = $"{Group}/Microsoft.App/managedEnvironments/cae-test",
        ["AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN"] = "test.westeurope.azurecontainerapps.io",
        ["AZURE_CONTAINER_REGISTRY_ENDPOINT"] = "crtest.azurecr.io",
        ["AZURE_KEY_VAULT_ENDPOINT"] = "https://kv-test.vault.azure.net/",
        ["MCP_SERVER_IDENTITY_ID"] = $"{Group}/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-server-test",
        ["KEYCLOAK_IDENTITY_ID"] = $"{Group}/Microsoft.ManagedIdentity/userAssignedIdentities/id-keycloak-test",
        ["INTERNAL_API_URL"] = "https://api.example.com",
        ["POSTGRES_HOST"] = "pg-test.postgres.database.azure.com",
        ["SERVICE_MCP_SERVER_IMAGE_NAME"] = "crtest.azurecr.io/mcp-integration/mcp-server-test:1",
        ["SERVICE_KEYCLOAK_IMAGE_NAME"] = "crtest.azurecr.io/mcp-integration/keycloak-test:1",
        // As a pipeline passes what is not set.
        ["AUTH_ISSUER"] = "",
        ["MCP_PUBLIC_URL"] = "",
        ["MCP_MIN_REPLICAS"] = "",
    };

    public static IReadOnlyList<Deployment> All { get; } =
    [
        new("main", "snapshots/main.bicepparam", new Dictionary<string, string>()),
        new("main-existing", "snapshots/main-existing.bicepparam", new Dictionary<string, string>()),
        new("mcp-server", "mcp-server.bicepparam", FromMain),
        new("keycloak", "keycloak.bicepparam", FromMain),
        new("mcp-server-custom", "mcp-server.bicepparam", With(
            ("AUTH_ISSUER", "https://login.example.com/realms/other"),
            ("MCP_PUBLIC_URL", "https://mcp.example.com"),
            ("MCP_CERTIFICATE_ID", Certificate),
            ("MCP_MIN_REPLICAS", "3"),
            ("MCP_MAX_REPLICAS", "30"))),
        new("keycloak-custom", "keycloak.bicepparam", With(
            ("MCP_PUBLIC_URL", "https://mcp.example.com"),
            ("KEYCLOAK_PUBLIC_URL", "https://login.example.com"),
            ("KEYCLOAK_PROXY_IMAGE", "crtest.azurecr.io/caddy:2.10.2"))),
    ];

    public string SnapshotFile => $"snapshots/{Name}.snapshot.json";

    /// <summary>Where the compiler looks for it: beside the parameters.</summary>
    public string CompilerFile => Path.ChangeExtension(Parameters, ".snapshot.json");

    public static Deployment Named(string name) => All.Single(deployment => deployment.Name == name);

    /// <summary>What is around the apps begins with the resource group; an app goes into it.</summary>
    private string[] Scope =>
        Parameters.StartsWith("snapshots/", StringComparison.Ordinal) ? [] : ["--resource-group", "rg-test"];

    public Task<FinishedProcess> RunAsync(BicepFolder folder, string mode) =>
        BicepCompiler.RunAsync(folder, Environment, [
            "snapshot", Parameters, "--mode", mode, "--subscription-id", "00000000-0000-0000-0000-000000000000",
            "--tenant-id", "00000000-0000-0000-0000-000000000001", "--location", "westeurope", .. Scope,
        ]);

    private static Dictionary<string, string> With(params (string Name, string Value)[] others)
    {
        var environment = new Dictionary<string, string>(FromMain);
        foreach (var (name, value) in others)
        {
            environment[name] = value;
        }

        return environment;
    }
}
