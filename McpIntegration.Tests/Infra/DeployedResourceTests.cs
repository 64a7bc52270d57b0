using System.Text.Json.Nodes;
using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>What must hold of everything that would be deployed, whatever else the snapshots say.</summary>
public sealed class DeployedResourceTests
{
    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private static readonly string[] ConfigurationFiles = ["caddyfile", "public-paths"];
    private static readonly Snapshot Main = Snapshot.Of("main").Without("[not(empty(parameters('existingRedis')))]");
    private static readonly Snapshot Existing =
        Snapshot.Of("main-existing").Without("[empty(parameters('existingRedis'))]");

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("mcp-server-custom")]
    [InlineData("keycloak")]
    [InlineData("keycloak-custom")]
    public void An_app_holds_no_secret_itself(string deployment)
    {
        var secrets = Snapshot.Of(deployment).App().Secrets.Where(
            secret => !ConfigurationFiles.Contains((string?)secret["name"])).ToArray();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret =>
        {
            Assert.StartsWith(
                "https://kv-test.vault.azure.net/secrets/", (string?)secret["keyVaultUrl"], StringComparison.Ordinal);
            Assert.Null(secret["value"]);
        });
    }

    [Theory]
    [InlineData("mcp-server", "mcp-server")]
    [InlineData("keycloak", "keycloak")]
    public void An_app_may_read_its_own_secrets_in_the_vault_and_no_others(string app, string identity)
    {
        var wanted = Snapshot.Of(app).App().Secrets.Select(secret => (string?)secret["keyVaultUrl"]).OfType<string>()
            .Select(address => address.Split('/')[^1]);

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Readable(identity).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_secret_that_an_app_reads_is_written() => Assert.Equal(
        ["caching-key", "internal-api-key", "machine-secret", "postgres-password", "redis-connection-string"], Written(Main));

    [Fact]
    public void An_app_s_identity_may_pull_images_and_read_its_secrets_one_by_one_and_nothing_else()
    {
        var roles = Main.OfType("Microsoft.Authorization/roleAssignments");

        Assert.Equal(
            [(SecretsUser, "Microsoft.KeyVault/vaults/secrets", 5), (AcrPull, "Microsoft.ContainerRegistry/registries", 2)],
            roles.GroupBy(role => (Role(role), ScopeType(role))).Select(
                group => (group.Key.Item1, group.Key.Item2, group.Count())).Order());
        Assert.All(roles, role => Assert.Equal("ServicePrincipal", (string?)role["properties"]?["principalType"]));
    }

    [Fact]
    public void With_an_issuer_and_a_Redis_that_exist_neither_they_nor_what_they_need_is_deployed()
    {
        var types = Existing.Resources.OfType<JsonNode>().Select(resource => (string?)resource["type"]).ToArray();

        Assert.DoesNotContain(types, type => type is "Microsoft.DBforPostgreSQL/flexibleServers" or "Microsoft.Cache/redisEnterprise"
            or "Microsoft.Network/privateEndpoints" or "Microsoft.Network/privateDnsZones");
        Assert.Single(types, "Microsoft.ManagedIdentity/userAssignedIdentities");
        Assert.Equal(["caching-key", "internal-api-key", "redis-connection-string"], Written(Existing));
    }

    [Fact]
    public void The_server_takes_tokens_of_the_issuer_and_for_the_address_that_it_is_given()
    {
        var own = Snapshot.Of("mcp-server").App().Variables("mcp-server");
        var custom = Snapshot.Of("mcp-server-custom").App().Variables("mcp-server");
        var keycloak = Snapshot.Of("keycloak").App().Variables("keycloak");

        Assert.Equal($"{keycloak["KC_HOSTNAME"]}/realms/mcp", own["Authentication__Issuer"]);
        Assert.Equal(keycloak["MCP_RESOURCE"], own["Authentication__Resource"]);
        Assert.Equal("https://login.example.com/realms/other", custom["Authentication__Issuer"]);
        Assert.Equal("https://mcp.example.com/mcp", custom["Authentication__Resource"]);
    }

    [Fact]
    public void Clients_are_told_the_address_for_which_the_server_takes_tokens_and_their_issuer()
    {
        Assert.Equal(
            Snapshot.Of("mcp-server").App().Variables("mcp-server")["Authentication__Resource"],
            Output("mcp-server", "MCP_ENDPOINT"));
        Assert.Equal(
            Snapshot.Of("mcp-server").App().Variables("mcp-server")["Authentication__Issuer"],
            Output("keycloak", "KEYCLOAK_ISSUER"));
        Assert.Equal("https://mcp.example.com/mcp", Output("mcp-server-custom", "MCP_ENDPOINT"));
        Assert.Equal("https://login.example.com/realms/mcp", Output("keycloak-custom", "KEYCLOAK_ISSUER"));
    }

    [Fact]
    public void A_name_of_one_s_own_is_registered_first_and_bound_once_it_has_a_certificate()
    {
        JsonAssert.Equal(
            $$"""[{ "name": "mcp.example.com", "bindingType": "SniEnabled", "certificateId": "{{Deployment.Certificate}}" }]""",
            Snapshot.Of("mcp-server-custom").App().Ingress["customDomains"]);
        JsonAssert.Equal(
            """[{ "name": "login.example.com", "bindingType": "Disabled" }]""", Snapshot.Of("keycloak-custom").App().Ingress["customDomains"]);
        JsonAssert.Equal("[]", Snapshot.Of("mcp-server").App().Ingress["customDomains"]);
    }

    [Fact]
    public void What_the_platform_s_own_networks_forward_is_believed_and_nobody_else_s()
    {
        string[] networks = ["100.100.0.0/17", "100.100.128.0/19", "100.100.160.0/19", "100.100.192.0/19"];
        var server = Snapshot.Of("mcp-server").App().Variables("mcp-server");

        Assert.Equal(
            networks,
            server.Where(variable => variable.Key.StartsWith("Edge__Trusted", StringComparison.Ordinal)).Select(
                variable => variable.Value));
        Assert.Equal(
            string.Join(' ', networks), Snapshot.Of("keycloak").App().Variables("proxy")["KEYCLOAK_TRUSTED_PROXIES"]);
    }

    private static string? Output(string deployment, string name) => (string?)Snapshot.Of(deployment).Outputs[name];

    private static string? Role(JsonNode assignment) =>
        ((string?)assignment["properties"]?["roleDefinitionId"])?.Split('/')[^1];

    // .../providers/Microsoft.KeyVault/vaults/NAME/secrets/NAME/providers/Microsoft.Authorization/roleAssignments/NAME
    private static string ScopeType(JsonNode assignment)
    {
        var parts = ((string?)assignment["id"] ?? "").Split("/providers/")[^2].Split('/');
        return string.Join('/', parts.Where((_, index) => index is 0 || index % 2 == 1));
    }

    private static IEnumerable<string?> Written(Snapshot snapshot) =>
        snapshot.OfType("Microsoft.KeyVault/vaults/secrets")
        .Select(secret => ((string?)secret["name"])?.Split('/')[^1])
        .Order(StringComparer.Ordinal);

    /// <summary>The secrets that an identity may read.</summary>
    private static IEnumerable<string> Readable(string identity) => Main
        .OfType("Microsoft.Authorization/roleAssignments")
        .Where(role => role.ToJsonString().Contains(SecretsUser, StringComparison.Ordinal)
            && role.ToJsonString().Contains($"userAssignedIdentities/id-{identity}-", StringComparison.Ordinal))
        .Select(role => ((string?)role["id"] ?? "").Split("/secrets/")[^1].Split('/')[0]);
}
