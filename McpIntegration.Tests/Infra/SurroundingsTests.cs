using McpIntegration.Tests.Pipeline;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// What stands around the two apps, property by property where another value would be refused, or would open a door.
/// </summary>
public sealed class SurroundingsTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-test/providers";
    private const string Network = $"{Group}/Microsoft.Network/virtualNetworks/vnet-axr73ma2h32iq";
    private static readonly string[] LogTables = ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"];
    private static readonly Snapshot Main = Snapshot.Of("main");

    [Fact]
    public void The_resource_group_carries_the_tag_by_which_azd_finds_it() =>
        Assert.Equal(
            "test", (string?)Main.OfType("Microsoft.Resources/resourceGroups").Single()["tags"]?["azd-env-name"]);

    [Fact]
    public void The_subnets_are_large_enough_do_not_meet_and_are_delegated_to_whom_they_serve()
    {
        var network = Main.PropertiesOf("Microsoft.Network/virtualNetworks");

        JsonAssert.Equal(
            $$"""
            [
              {
                "name": "apps",
                "properties": {
                  "addressPrefix": "10.42.0.0/23",
                  "delegations": [{ "name": "apps", "properties": { "serviceName": "Microsoft.App/environments" } }],
                  "natGateway": { "id": "{{Group}}/Microsoft.Network/natGateways/nat-axr73ma2h32iq" }
                }
              },
              {
                "name": "postgres",
                "properties": {
                  "addressPrefix": "10.42.4.0/28",
                  "delegations": [{ "name": "postgres", "properties": { "serviceName": "Microsoft.DBforPostgreSQL/flexibleServers" } }]
                }
              },
              { "name": "endpoints", "properties": { "addressPrefix": "10.42.4.16/28" } }
            ]
            """,
            network["subnets"]);
        JsonAssert.Equal("""{ "addressPrefixes": ["10.42.0.0/16"] }""", network["addressSpace"]);
    }

    [Fact]
    public void The_apps_stand_in_the_network_are_reached_from_outside_and_send_their_logs_to_tables_of_their_own()
    {
        JsonAssert.Equal(
            $$"""
            {
              "zoneRedundant": false,
              "workloadProfiles": [{ "name": "Consumption", "workloadProfileType": "Consumption" }],
              "vnetConfiguration": { "infrastructureSubnetId": "{{Network}}/subnets/apps", "internal": false },
              "appLogsConfiguration": { "destination": "azure-monitor" }
            }
            """,
            Main.PropertiesOf("Microsoft.App/managedEnvironments"));
        var diagnostics = Main.PropertiesOf("Microsoft.Insights/diagnosticSettings");
        Assert.Equal("Dedicated", (string?)diagnostics["logAnalyticsDestinationType"]);
        Assert.Equal(
            LogTables,
            (diagnostics["logs"]?.AsArray() ?? []).Where(log => (bool?)log?["enabled"] == true).Select(
                log => (string?)log?["category"]));
    }

    [Fact]
    public void Logs_are_kept_for_a_week()
    {
        var tables = Main.OfType("Microsoft.OperationalInsights/workspaces/tables");

        Assert.Equal(LogTables, tables.Select(table => ((string?)table["name"])?.Split('/')[1]));
        Assert.All(tables, table => JsonAssert.Equal(
            """{ "plan": "Analytics", "retentionInDays": 7, "totalRetentionInDays": 7 }""", table["properties"]));
    }

    [Fact]
    public void The_registry_has_no_user_with_a_password()
    {
        JsonAssert.Equal(
            """{ "adminUserEnabled": false }""", Main.PropertiesOf("Microsoft.ContainerRegistry/registries"));
        Assert.Equal("Basic", (string?)Main.OfType("Microsoft.ContainerRegistry/registries").Single()["sku"]?["name"]);
    }

    [Fact]
    public void The_vault_gives_its_secrets_to_roles_alone_and_keeps_them_for_a_week_after_its_end() =>
        JsonAssert.Equal(
            """
            {
              "tenantId": "00000000-0000-0000-0000-000000000001",
              "sku": { "family": "A", "name": "standard" },
              "enableRbacAuthorization": true,
              "enableSoftDelete": true,
              "softDeleteRetentionInDays": 7
            }
            """,
            Main.PropertiesOf("Microsoft.KeyVault/vaults"));

    [Fact]
    public void With_zones_the_apps_are_spread_over_them() =>
        Assert.Equal(
            true,
            (bool?)Snapshot.Of("main-existing").PropertiesOf("Microsoft.App/managedEnvironments")["zoneRedundant"]);
}
