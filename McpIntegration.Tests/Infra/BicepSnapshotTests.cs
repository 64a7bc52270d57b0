using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace McpIntegration.Tests.Infra;

/// <summary>
/// What would be deployed is what was last read and committed. No type of Azure's tells a wrong probe, scale rule or
/// size.
/// </summary>
[Collection(BicepCompiler.TestGroup)]
public sealed partial class BicepSnapshotTests
{
    private const string UpdateVariable = "UPDATE_PAGES";

    private const string Remedy =
        $"\nRead what has changed, then write the snapshots anew with {UpdateVariable}=1 dotnet test --filter FullyQualifiedName~BicepSnapshotTests";

    private static readonly JsonSerializerOptions AsTheCompilerWrites = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        WriteIndented = true,
    };

    public static TheoryData<string> Names => [.. Deployment.All.Select(deployment => deployment.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task What_would_be_deployed_is_the_committed_snapshot(string name)
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();
        var deployment = Deployment.Named(name);
        await UpdateWhereAskedAsync(folder, deployment);

        var validation = await ValidateAsync(folder, deployment);

        Assert.True(validation.ExitCode == 0, validation.Output + validation.Errors + Remedy);
    }

    [SkippableFact]
    public Task A_probe_a_scale_rule_or_a_size_that_there_is_not_is_a_difference() => AssertSeenAsync(
        "mcp-server",
        "mcp-server.bicep",
        ("'Readiness'", "'Ready'", "type: \"Readiness\" => \"Ready\""),
        ("'/health'", "'/healthz'", "path: \"/health\" => \"/healthz\""),
        ("type: 'Utilization'", "kind: 'Utilization'", "- custom.metadata.type: \"Utilization\""),
        ("concurrentRequests: '50'", "concurrent: '50'", "- http.metadata.concurrentRequests: \"50\""),
        ("json('0.25')", "json('0.3')", "cpu: 0.25 => 0.3"),
        ("'0.5Gi'", "'512Mi'", "memory: \"0.5Gi\" => \"512Mi\""));

    [SkippableFact]
    public Task A_second_Keycloak_and_a_way_around_its_proxy_are_differences() => AssertSeenAsync(
        "keycloak",
        "keycloak.bicep",
        ("maxReplicas: 1", "maxReplicas: 2", "maxReplicas: 1 => 2"),
        ("targetPort: 8081", "targetPort: 8080", "targetPort: 8081 => 8080"));

    [SkippableFact]
    public Task A_Redis_that_forgets_or_is_reached_from_outside_is_a_difference() => AssertSeenAsync(
        "main",
        "modules/redis.bicep",
        ("'NoEviction'", "'VolatileLRU'", "evictionPolicy: \"NoEviction\" => \"VolatileLRU\""),
        ("publicNetworkAccess: 'Disabled'", "publicNetworkAccess: 'Enabled'", "publicNetworkAccess: \"Disabled\" => \"Enabled\""));

    private static async Task AssertSeenAsync(
        string name, string file, params (string Old, string New, string Seen)[] changes)
    {
        await BicepCompiler.DemandAsync();
        using var folder = new BicepFolder();
        foreach (var (old, replacement, _) in changes)
        {
            folder.Replace(file, old, replacement);
        }

        var validation = await ValidateAsync(folder, Deployment.Named(name));

        Assert.NotEqual(0, validation.ExitCode);
        var differences = Blank().Replace(Colour().Replace(validation.Output, ""), " ");
        Assert.All(changes, change => Assert.Contains(change.Seen, differences, StringComparison.Ordinal));
    }

    private static Task<FinishedProcess> ValidateAsync(BicepFolder folder, Deployment deployment)
    {
        if (deployment.SnapshotFile != deployment.CompilerFile)
        {
            File.Copy(folder[deployment.SnapshotFile], folder[deployment.CompilerFile], overwrite: true);
        }

        return deployment.RunAsync(folder, "validate");
    }

    private static async Task UpdateWhereAskedAsync(BicepFolder folder, Deployment deployment)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            var run = await deployment.RunAsync(folder, "overwrite");
            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
            var written = InOrder(await File.ReadAllTextAsync(folder[deployment.CompilerFile]));
            await File.WriteAllTextAsync(BicepFolder.Committed(deployment.SnapshotFile), written);
            await File.WriteAllTextAsync(folder[deployment.SnapshotFile], written);
        }
    }

    /// <summary>The compiler writes outputs in another order at every run.</summary>
    private static string InOrder(string snapshot)
    {
        var root = JsonNode.Parse(snapshot)?.AsObject() ?? [];
        var outputs = root["outputs"]?.AsObject() ?? [];
        root["outputs"] = new JsonObject(outputs.OrderBy(output => output.Key, StringComparer.Ordinal)
            .Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())));
        return root.ToJsonString(AsTheCompilerWrites) + "\n";
    }

    [GeneratedRegex("\\x1b\\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blank();
}
