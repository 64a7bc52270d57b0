using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using McpIntegration.Tests.Documentation;
using McpIntegration.Tests.Keycloak;
using Xunit;

namespace McpIntegration.Tests.Compose;

/// <summary>What compose.yaml promises, read from the file.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] OwnOfDotNet = ["ConnectionStrings:cache", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    public static TheoryData<string> Services => [.. ComposeFile.Services.Select(service => service.Key)];

    [Fact]
    public void It_runs_the_whole_system() =>
        Assert.Equal(
            ["keycloak", "mcp-server", "postgres", "proxy", "redis"],
            ComposeFile.Services.Select(service => service.Key).Order());

    [Fact]
    public void Both_generations_of_compose_read_it_so_it_names_no_version_and_no_project() =>
        Assert.Equal(
            ["networks", "services", "volumes", "x-hardened"], ComposeFile.Root.Select(part => part.Key).Order());

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_may_do_and_write_next_to_nothing(string name)
    {
        var service = ComposeFile.Services[name];

        Assert.True(service?["read_only"]?.GetValue<bool>());
        Assert.Equal(["ALL"], YamlFile.Names(service?["cap_drop"]));
        Assert.Equal(name == "proxy" ? ["NET_BIND_SERVICE"] : [], YamlFile.Names(service?["cap_add"]));
        Assert.Equal(["no-new-privileges:true"], YamlFile.Names(service?["security_opt"]));
        Assert.All(
            ["privileged", "network_mode", "pid", "ipc", "devices", "userns_mode", "expose"],
            forbidden => Assert.Null(service?[forbidden]));
        Assert.All(
            YamlFile.Names(service?["volumes"]).Where(volume => volume.StartsWith('.') || volume.StartsWith('/')),
            mount => Assert.EndsWith(":ro", mount, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_comes_back_is_bounded_ends_in_order_and_says_how_it_is(string name)
    {
        var service = ComposeFile.Services[name];
        var health = service?["healthcheck"];

        Assert.Equal("unless-stopped", $"{service?["restart"]}");
        Assert.Equal("30s", $"{service?["stop_grace_period"]}");
        Assert.Matches("^[1-9][0-9]+m$", $"{service?["mem_limit"]}");
        Assert.Equal("256", $"{service?["pids_limit"]}");
        Assert.StartsWith("CMD", YamlFile.Names(health?["test"]).First(), StringComparison.Ordinal);
        Assert.All(["interval", "timeout", "start_period"], time => Assert.Matches("^[0-9]+s$", $"{health?[time]}"));
        Assert.Equal(["max-file", "max-size"], YamlFile.Names(service?["logging"]?["options"]).Order());
    }

    [Fact]
    public void Only_the_proxy_is_reachable_from_outside()
    {
        var published = ComposeFile.Services
            .SelectMany(service => YamlFile.Names(service.Value?["ports"]).Select(port => $"{service.Key} {port}"));

        Assert.Equal(["proxy 80:80", "proxy 443:443", "proxy 443:443/udp"], published);
    }

    [Theory]
    [InlineData("cache", true, "mcp-server", "redis")]
    [InlineData("database", true, "keycloak", "postgres")]
    [InlineData("front", true, "keycloak", "mcp-server", "proxy")]
    [InlineData("outbound", false, "mcp-server")]
    [InlineData("public", false, "proxy")]
    public void A_network_joins_those_alone_who_talk_on_it(string network, bool isInternal, params string[] services)
    {
        Assert.Equal(
            services,
            ComposeFile.Services.Where(service => YamlFile.Names(service.Value?["networks"]).Contains(network))
                .Select(service => service.Key)
                .Order());
        Assert.Equal(isInternal, ComposeFile.Root["networks"]?[network]?["internal"]?.GetValue<bool>() ?? false);
    }

    [Fact]
    public void No_service_is_on_a_network_of_no_name() => Assert.All(
        ComposeFile.Services, service => Assert.NotEmpty(YamlFile.Names(service.Value?["networks"])));

    [Fact]
    public void The_proxy_s_network_and_no_other_is_believed()
    {
        var subnet = ComposeFile.Root["networks"]?["front"]?["ipam"]?["config"]?[0]?["subnet"]?.ToString();

        Assert.Equal("${PROXY_SUBNET:-172.30.83.0/24}", subnet);
        Assert.Equal(
            [subnet],
            ComposeFile.EnvironmentOf("mcp-server")
                .Where(item => item.Key.StartsWith("Edge__Trusted", StringComparison.Ordinal))
                .Select(item => item.Value));
        Assert.Equal(
            [subnet],
            ComposeFile.EnvironmentOf("keycloak")
                .Where(item => item.Key == "KC_PROXY_TRUSTED_ADDRESSES")
                .Select(item => item.Value));
    }

    [Fact]
    public void Every_secret_is_demanded_and_none_has_a_default()
    {
        var secrets = ComposeFile.Services.SelectMany(service => ComposeFile.EnvironmentOf(service.Key))
            .Where(item => Secret().IsMatch(item.Key) && item.Value is not null)
            .ToArray();

        Assert.Equal(7, secrets.Length);
        Assert.All(secrets, item => Assert.Matches(@"\$\{[A-Z_]+:\?[^}]{8,}\}$", item.Value));
        Assert.Equal(
            ["PROXY_SUBNET"],
            ComposeFile.Variables()
                .Where(variable => !variable.Rule.StartsWith(":?", StringComparison.Ordinal))
                .Select(variable => variable.Name)
                .Distinct());
    }

    [Fact]
    public void The_example_holds_every_variable_and_no_secret()
    {
        var demanded = ComposeFile.Variables()
            .Where(variable => variable.Rule.StartsWith(":?", StringComparison.Ordinal))
            .Select(variable => variable.Name)
            .Distinct();
        var optional = ComposeFile.EnvironmentOf("mcp-server")
            .Where(item => item.Value is null)
            .Select(item => item.Key)
            .Append("PROXY_SUBNET");

        Assert.Equal(demanded.Order(), ComposeFile.Example.Where(item => item.IsSet).Select(item => item.Name).Order());
        Assert.Equal(
            optional.Order(), ComposeFile.Example.Where(item => !item.IsSet).Select(item => item.Name).Order());
        Assert.All(
            ComposeFile.Example.Where(item => Secret().IsMatch(item.Name)), item => Assert.Equal("", item.Value));
    }

    [Fact]
    public void The_server_s_settings_are_settings_of_the_server()
    {
        var known =
            Setting.ReadAll().Select(setting => setting.Key).Concat(OwnOfDotNet).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            ComposeFile.EnvironmentOf("mcp-server").Select(
                item => Index().Replace(item.Key, "").Replace("__", ":", StringComparison.Ordinal)),
            key => Assert.Contains(key, known));
    }

    [Fact]
    public void Images_are_named_in_full_and_with_the_versions_that_are_used_elsewhere()
    {
        var images = ComposeFile.Services.Where(service => service.Value?["build"] is null).Select(
            service => $"{service.Value?["image"]}").ToArray();
        var manifest = File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, "aspire-manifest.json"));

        Assert.All(images, image => Assert.Matches("^docker[.]io/library/[a-z]+:[0-9]+([.][0-9]+)*$", image));
        Assert.Contains(JsonNode.Parse(manifest)?["resources"]?["cache"]?["image"]?.ToString(), images);
    }

    [Fact]
    public void Nothing_in_it_is_for_development() => Assert.Empty(DevelopmentCredentials.FoundIn(
        ComposeFile.Text + File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, ".env.example"))));

    [GeneratedRegex("KEY$|Key$|PASSWORD$|SECRET$|AUTH$|ConnectionStrings")]
    private static partial Regex Secret();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex Index();
}
