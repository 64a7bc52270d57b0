using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// Redis and PostgreSQL, property by property where another value would be refused, would open a door, or would forget
/// something.
/// </summary>
public sealed class DataStoreTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-test/providers";
    private const string Network = $"{Group}/Microsoft.Network/virtualNetworks/vnet-axr73ma2h32iq";
    private static readonly Snapshot Main = Snapshot.Of("main");

    [Fact]
    public void Redis_forgets_nothing_and_is_reached_by_TLS_from_the_network_alone()
    {
        JsonAssert.Equal(
            """{ "minimumTlsVersion": "1.2", "highAvailability": "Disabled", "publicNetworkAccess": "Disabled" }""",
            Main.PropertiesOf("Microsoft.Cache/redisEnterprise"));
        JsonAssert.Equal(
            """
            {
              "port": 10000,
              "clientProtocol": "Encrypted",
              "clusteringPolicy": "NoCluster",
              "evictionPolicy": "NoEviction",
              "accessKeysAuthentication": "Enabled"
            }
            """,
            Main.PropertiesOf("Microsoft.Cache/redisEnterprise/databases"));
        JsonAssert.Equal(
            $$"""
            {
              "subnet": { "id": "{{Network}}/subnets/endpoints" },
              "privateLinkServiceConnections": [
                {
                  "name": "redis",
                  "properties": {
                    "privateLinkServiceId": "{{Group}}/Microsoft.Cache/redisEnterprise/redis-axr73ma2h32iq",
                    "groupIds": ["redisEnterprise"]
                  }
                }
              ]
            }
            """,
            Main.PropertiesOf("Microsoft.Network/privateEndpoints"));
    }

    [Fact]
    public void The_server_is_told_of_Redis_at_that_port_with_TLS_and_with_its_key()
    {
        var written =
            Main.Without("[not(empty(parameters('existingRedis')))]").OfType("Microsoft.KeyVault/vaults/secrets")
            .Single(secret => $"{secret["name"]}".EndsWith("/redis-connection-string", StringComparison.Ordinal))["properties"]?["value"];

        Assert.Matches(
            "^\\[format\\('\\{0\\}:10000,ssl=true,password=\\{1\\}', reference\\('[^']+/redisEnterprise/[^']+', '[0-9-]+'\\)\\.hostName, "
                + "listKeys\\('[^']+/databases/default', '[0-9-]+'\\)\\.primaryKey\\)\\]$",
            (string?)written);
    }

    [Fact]
    public void PostgreSQL_stands_in_the_network_under_a_name_that_only_the_network_knows_and_no_firewall_is_open()
    {
        var server = Main.PropertiesOf("Microsoft.DBforPostgreSQL/flexibleServers");
        var zone = $"{Group}/Microsoft.Network/privateDnsZones/pg-axr73ma2h32iq.private.postgres.database.azure.com";

        JsonAssert.Equal(
            $$"""{ "delegatedSubnetResourceId": "{{Network}}/subnets/postgres", "privateDnsZoneArmResourceId": "{{zone}}" }""", server["network"]);
        JsonAssert.Equal("""{ "activeDirectoryAuth": "Disabled", "passwordAuth": "Enabled" }""", server["authConfig"]);
        Assert.Equal(7, (int?)server["backup"]?["backupRetentionDays"]);
        Assert.Equal("16", (string?)server["version"]);
        Assert.Empty(Main.OfType("Microsoft.DBforPostgreSQL/flexibleServers/firewallRules"));
        Assert.Empty(Main.OfType("Microsoft.DBforPostgreSQL/flexibleServers/configurations"));
    }

    [Fact]
    public void Keycloak_enters_it_by_TLS_as_its_user_in_its_database()
    {
        var keycloak = Snapshot.Of("keycloak").App().Variables("keycloak");
        var server = Main.PropertiesOf("Microsoft.DBforPostgreSQL/flexibleServers");
        var database = Main.OfType("Microsoft.DBforPostgreSQL/flexibleServers/databases").Single();

        Assert.Equal((string?)server["administratorLogin"], keycloak["KC_DB_USERNAME"]);
        Assert.Equal(((string?)database["name"])?.Split('/')[1], keycloak["KC_DB_URL_DATABASE"]);
        Assert.Equal("?sslmode=require", keycloak["KC_DB_URL_PROPERTIES"]);
    }

    [Theory]
    [InlineData("privatelink.redis.azure.net")]
    [InlineData("pg-axr73ma2h32iq.private.postgres.database.azure.com")]
    public void A_private_name_is_known_in_the_network(string zone)
    {
        var link = Main.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks")
            .Single(link => $"{link["name"]}".StartsWith($"{zone}/", StringComparison.Ordinal));

        Assert.Contains(
            Main.OfType("Microsoft.Network/privateDnsZones"), candidate => (string?)candidate["name"] == zone);
        JsonAssert.Equal(
            $$"""{ "registrationEnabled": false, "virtualNetwork": { "id": "{{Network}}" } }""", link["properties"]);
    }
}
