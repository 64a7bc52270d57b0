using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>What must hold of everything that would be deployed, whatever else the snapshots say.</summary>
public sealed class DeployedResourceTests
{
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private static readonly string[] ConfigurationFiles = ["caddyfile", "public-paths"];
    private static readonly Snapshot Main = Snapshot.Of("main").Without("[not(empty(parameters('existingRedis')))]");
    private static readonly Snapshot Existing = Snapshot.Of("main-existing").Without("[empty(parameters('existingRedis'))]");

    [Theory]
    [InlineData("mcp-server")]
    [InlineData("mcp-server-custom")]
    [InlineData("keycloak")]
    [InlineData("keycloak-custom")]
    public void An_app_holds_no_secret_itself(string deployment)
    {
        var secrets = Snapshot.Of(deployment).App().Secrets.Where(secret => !ConfigurationFiles.Contains((string?)secret["name"])).ToArray();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret =>
        {
            Assert.StartsWith("https://kv-test.vault.azure.net/secrets/", (string?)secret["keyVaultUrl"], StringComparison.Ordinal);
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
    public void Redis_and_PostgreSQL_have_no_way_in_from_outside_and_Redis_forgets_nothing()
    {
        var postgres = Main.OfType("Microsoft.DBforPostgreSQL/flexibleServers").Single()["properties"];

        Assert.Equal("Disabled", (string?)Main.OfType("Microsoft.Cache/redisEnterprise").Single()["properties"]?["publicNetworkAccess"]);
        Assert.Equal("NoEviction", (string?)Main.OfType("Microsoft.Cache/redisEnterprise/databases").Single()["properties"]?["evictionPolicy"]);
        Assert.EndsWith("/subnets/postgres", (string?)postgres?["network"]?["delegatedSubnetResourceId"], StringComparison.Ordinal);
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

    private static IEnumerable<string?> Written(Snapshot snapshot) => snapshot.OfType("Microsoft.KeyVault/vaults/secrets")
        .Select(secret => ((string?)secret["name"])?.Split('/')[^1])
        .Order(StringComparer.Ordinal);

    /// <summary>The secrets that an identity may read.</summary>
    private static IEnumerable<string> Readable(string identity) => Main
        .OfType("Microsoft.Authorization/roleAssignments")
        .Where(role => role.ToJsonString().Contains(SecretsUser, StringComparison.Ordinal)
            && role.ToJsonString().Contains($"userAssignedIdentities/id-{identity}-", StringComparison.Ordinal))
        .Select(role => ((string?)role["id"] ?? "").Split("/secrets/")[^1].Split('/')[0]);
}
