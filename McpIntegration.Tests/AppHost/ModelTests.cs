using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace McpIntegration.Tests.AppHost;

public sealed partial class ModelTests
{
    [Fact]
    public async Task Containers_mode_runs_Keycloak_and_Redis_as_containers()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers");

        Assert.Equal(["mcp-server", "keycloak", "cache", "internal-api"], model.Running);
        Assert.Equal(
            ["keycloak", "cache"],
            model.Resources.Where(resource => resource.IsContainer()).Select(resource => resource.Name));
    }

    [Fact]
    public async Task Embedded_mode_has_no_container()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "embedded");

        Assert.Equal(["mcp-server", "keycloak", "cache", "internal-api"], model.Running);
        Assert.DoesNotContain(model.Resources, resource => resource.IsContainer());
    }

    [Fact]
    public async Task An_existing_issuer_and_an_existing_cache_replace_their_resources()
    {
        await using var model = await ComposedModel.CreateAsync(
            "--Mode", "containers", "--Issuer=https://login.example.com/realms/mcp", "--ConnectionStrings:cache=redis.example.com:6379");
        model.Allocate("mcp-server", 3000);
        model.Allocate("internal-api", 4000);

        var environment = await model.EnvironmentAsync("mcp-server");

        Assert.Equal(["mcp-server", "internal-api"], model.Running);
        Assert.Equal("https://login.example.com/realms/mcp", environment["Authentication__Issuer"]);
        Assert.Equal("redis.example.com:6379", environment["ConnectionStrings__cache"]);
    }

    // Evaluated for the container, an ordinary endpoint reference would name the container network, and tokens would
    // carry that name.
    [Fact]
    public async Task The_Keycloak_container_is_told_the_addresses_that_clients_use()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers");
        model.Allocate("mcp-server", 3000);
        model.Allocate("keycloak", 8080);

        var environment = await model.EnvironmentAsync("keycloak");

        Assert.Equal("http://localhost:8080", environment["KC_HOSTNAME"]);
        Assert.Equal("http://localhost:3000/mcp", environment["MCP_RESOURCE"]);
        Assert.Equal("development-only-secret", environment["MCP_MACHINE_SECRET"]);
        Assert.Equal("github.com", environment["MCP_EXTRA_TRUSTED_HOST"]);
        Assert.Equal("none", environment["MCP_SSL_REQUIRED"]);
    }

    // A reference to a process makes the orchestrator build a tunnel container from one more image.
    [Fact]
    public async Task The_Keycloak_container_refers_to_no_process()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers");

        var dependencies = await model.DependenciesAsync("keycloak");

        Assert.All(dependencies, resource => Assert.IsType<ParameterResource>(resource));
    }

    [Fact]
    public async Task The_Keycloak_container_and_the_published_image_are_the_same_version()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers");
        var dockerfile =
            await File.ReadAllTextAsync(Path.Combine(ApplicationProcess.SolutionFolder, "keycloak", "Dockerfile"));

        Assert.True(model.Resource("keycloak").TryGetContainerImageName(out var image));
        Assert.Equal(
            $"quay.io/keycloak/keycloak:{DockerfileVersion().Match(dockerfile).Groups["version"].Value}", image);
    }

    [Theory]
    [InlineData("--Keycloak:Database=", "--db=dev-file")]
    [InlineData("--Keycloak:Database=dev-mem", "--db=dev-mem")]
    public async Task A_Keycloak_process_keeps_its_registrations_unless_told_otherwise(string setting, string database)
    {
        await using var model =
            await ComposedModel.CreateAsync("--Mode", "embedded", "--KEYCLOAK_HOME=keycloak-home", setting);

        var arguments = await model.ArgumentsAsync("keycloak");

        Assert.Equal(["start-dev", "--import-realm", database], arguments);
    }

    [Theory]
    [InlineData("--Keycloak:Database=", true)]
    [InlineData("--Keycloak:Database=dev-mem", false)]
    public async Task The_mock_issuer_keeps_its_registrations_unless_told_otherwise(string setting, bool isKept)
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "embedded", "--KEYCLOAK_HOME=", setting);
        model.Allocate("mcp-server", 3000);
        model.Allocate("keycloak", 8080);

        var environment = await model.EnvironmentAsync("keycloak");

        Assert.Equal(isKept, environment.ContainsKey("StateFile"));
    }

    [Fact]
    public async Task The_Keycloak_container_keeps_its_registrations_in_a_volume()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "containers");

        var mount = Assert.Single(model.Resource("keycloak").Annotations.OfType<ContainerMountAnnotation>());

        Assert.Equal(
            ("mcp-integration-keycloak", "/opt/keycloak/data", ContainerMountType.Volume),
            (mount.Source, mount.Target, mount.Type));
    }

    [Fact]
    public async Task Addresses_to_paste_are_fixed()
    {
        await using var model = await ComposedModel.CreateAsync("--Mode", "embedded");

        var ports =
            from resource in model.Resources
            from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
            where endpoint.Port is not null
            orderby resource.Name
            select (resource.Name, endpoint.Port);

        Assert.Equal([("internal-api", 4000), ("keycloak", 8080), ("mcp-server", 3000)], ports);
    }

    [GeneratedRegex(@"KEYCLOAK_VERSION=(?<version>[0-9.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex DockerfileVersion();
}
