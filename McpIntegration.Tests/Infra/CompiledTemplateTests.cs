using System.Text.Json.Nodes;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// What no snapshot shows of infra/main.bicep: what waits for what, and which values are kept secret on their way.
/// </summary>
[Collection(BicepCompiler.TestGroup)]
public sealed class CompiledTemplateTests
{
    private static readonly Lazy<Task<JsonNode>> Compiled = new(CompileAsync);

    // A module is given the name of what another one makes, so nothing else tells Azure to make that first.
    [SkippableFact]
    public async Task A_module_that_is_given_the_name_of_what_another_one_makes_waits_for_it()
    {
        var modules = Modules(await TemplateAsync());
        var makers = modules.Where(module => Given(module.Value, "name") is not null)
            .ToDictionary(module => Given(module.Value, "name") ?? "", module => module.Key);

        var needed = modules.ToDictionary(module => module.Key, module => ParametersOf(module.Value)
            .Where(parameter => parameter.Key != "name")
            .Select(parameter => makers.GetValueOrDefault($"{parameter.Value?["value"]}"))
            .OfType<string>()
            .ToArray());

        Assert.Equal(9, needed.Sum(module => module.Value.Length));
        Assert.All(
            needed, module => Assert.Superset(module.Value.ToHashSet(), WaitsFor(modules[module.Key]).ToHashSet()));
    }

    [SkippableFact]
    public async Task The_server_s_identity_gets_its_roles_when_all_secrets_are_written_that_it_reads()
    {
        var modules = Modules(await TemplateAsync());

        Assert.Superset(new HashSet<string> { "redis", "vault" }, WaitsFor(modules["mcpServerIdentity"]).ToHashSet());
    }

    [SkippableTheory]
    [InlineData("postgres", "Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.Network/privateDnsZones/virtualNetworkLinks")]
    [InlineData("redis", "Microsoft.KeyVault/vaults/secrets", "Microsoft.Cache/redisEnterprise/databases")]
    public async Task PostgreSQL_is_made_when_the_network_knows_its_zone_and_Redis_key_read_when_there_is_a_database(
        string module, string type, string other)
    {
        var resources =
            Modules(await TemplateAsync())[module]?["properties"]?["template"]?["resources"]?.AsArray() ?? [];
        var resource = resources.Single(resource => (string?)resource?["type"] == type);

        Assert.Contains(
            WaitsFor(resource), name => name.StartsWith($"[resourceId('{other}',", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_secret_is_one_in_every_module_that_it_is_handed_to_and_in_no_output()
    {
        var template = await TemplateAsync();
        var secrets = Secrets(template["parameters"]).Select(name => $"[parameters('{name}')]").ToArray();

        var handed = Modules(template).SelectMany(module => ParametersOf(module.Value)
            .Where(parameter => secrets.Contains($"{parameter.Value?["value"]}"))
            .Select(parameter => (Module: module.Value, parameter.Key)))
            .ToArray();

        Assert.Equal(5, secrets.Length);
        Assert.Equal(6, handed.Length);
        Assert.All(
            handed,
            parameter =>
                Assert.Contains(parameter.Key, Secrets(parameter.Module?["properties"]?["template"]?["parameters"])));
        Assert.All(
            Outputs(template),
            output =>
                Assert.All(secrets, secret => Assert.DoesNotContain(secret[1..^1], output, StringComparison.Ordinal)));
    }

    // PostgreSQL demands three kinds of characters, connection strings none of the special ones; the server 32
    // characters.
    [SkippableTheory]
    [InlineData("cachingKey", 43)]
    [InlineData("machineSecret", 43)]
    [InlineData("postgresPassword", 32)]
    public async Task A_secret_that_azd_makes_is_long_and_taken_everywhere(string name, int length)
    {
        var azd = (await TemplateAsync())["parameters"]?[name]?["metadata"]?["azd"];

        Assert.Equal("generate", (string?)azd?["type"]);
        Assert.Equal(
            $$"""{"length":{{length}},"noSpecial":true,"minLower":1,"minUpper":1,"minNumeric":1}""", azd?["config"]?.ToJsonString());
    }

    [SkippableFact]
    public async Task What_is_not_deployed_with_an_issuer_of_one_s_own_is_not_asked_for_an_output()
    {
        var template = await TemplateAsync();
        var conditional = Modules(template).Where(module => module.Value?["condition"] is not null).ToArray();

        Assert.Equal(
            ["keycloakIdentity", "postgres", "redis"],
            conditional.Select(module => module.Key).Order(StringComparer.Ordinal));
        Assert.All(Outputs(template), output => Assert.All(conditional, module => Assert.DoesNotContain(
            $"reference('{module.Key}')",
            output.Replace(
                $"if({Condition(module.Value)}, reference('{module.Key}'), null())", "", StringComparison.Ordinal),
            StringComparison.Ordinal)));
    }

    private static async Task<JsonNode> TemplateAsync()
    {
        await BicepCompiler.DemandAsync();
        return await Compiled.Value;
    }

    private static async Task<JsonNode> CompileAsync()
    {
        using var folder = new BicepFolder();
        var build = await BicepCompiler.RunAsync(
            folder, Deployment.Named("main").Environment, "build", "main.bicep", "--stdout");
        return JsonNode.Parse(build.Output) ?? throw new InvalidDataException(build.Errors);
    }

    private static Dictionary<string, JsonNode?> Modules(JsonNode template) => (template["resources"]?.AsObject() ?? [])
        .Where(resource => (string?)resource.Value?["type"] == "Microsoft.Resources/deployments")
        .ToDictionary();

    /// <summary>The expressions that outputs are made of.</summary>
    private static IEnumerable<string> Outputs(JsonNode template) =>
        (template["outputs"]?.AsObject() ?? []).Select(output => $"{output.Value?["value"]}");

    private static IEnumerable<string> Secrets(JsonNode? parameters) => (parameters?.AsObject() ?? [])
        .Where(parameter => (string?)parameter.Value?["type"] == "securestring")
        .Select(parameter => parameter.Key);

    private static JsonObject ParametersOf(JsonNode? module) => module?["properties"]?["parameters"]?.AsObject() ?? [];

    private static string? Given(JsonNode? module, string parameter) =>
        (string?)ParametersOf(module)[parameter]?["value"];

    private static IEnumerable<string> WaitsFor(JsonNode? resource) => YamlFile.Names(resource?["dependsOn"]);

    // [variables('deploysKeycloak')]
    private static string Condition(JsonNode? module) => $"{module?["condition"]}".Trim('[', ']');
}
