using System.Text.Json.Nodes;
using McpIntegration.Tests.Clients;

namespace McpIntegration.Tests.Conformance;

/// <summary>The official suite against one server: everything that a revision requires, in one process.</summary>
internal static class ConformanceSuite
{
    private const string Program = "@modelcontextprotocol/conformance/dist/index.js";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>
    /// By scenario in alphabetical order: "pass", or the checks that failed or warned, with what they say.
    /// </summary>
    public static Task<SortedDictionary<string, string>> RunAsync(Uri endpoint, string revision) =>
        RunAsync(endpoint, ["--requirements", revision]);

    /// <summary>What one scenario says by itself.</summary>
    public static async Task<string> RunAsync(Uri endpoint, string revision, string scenario) =>
        (await RunAsync(endpoint, ["--scenario", scenario, "--spec-version", revision, "--force"])).Values.Single();

    private static async Task<SortedDictionary<string, string>> RunAsync(Uri endpoint, string[] choice)
    {
        var results = Directory.CreateTempSubdirectory("mcp-conformance-");
        try
        {
            var run = await NodePackages.RunAsync(
                Program,
                Limit,
                ["server", "--url", endpoint.AbsoluteUri, .. choice, "--output-dir", results.FullName]);
            var outcomes = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var scenario in results.EnumerateDirectories())
            {
                outcomes[NameOf(scenario.Name)] = await ReadAsync(Path.Combine(scenario.FullName, "checks.json"));
            }

            return outcomes.Count > 0
                ? outcomes
                : throw new InvalidDataException($"The suite ran nothing:\n{run.Output}\n{run.Errors}");
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    // server-tools-list-2026-11-25T10-11-12-123Z
    private static string NameOf(string folder) => folder["server-".Length..^"-2026-11-25T10-11-12-123Z".Length];

    private static async Task<string> ReadAsync(string file)
    {
        var checks = JsonNode.Parse(await File.ReadAllTextAsync(file))?.AsArray() ?? [];
        string[] faults = [.. checks
            .Where(check => (string?)check?["status"] is "FAILURE" or "WARNING")
            .Select(check => $"{check?["id"]}: {check?["errorMessage"]}")];
        return faults.Length == 0 ? "pass" : string.Join('\n', faults);
    }
}
