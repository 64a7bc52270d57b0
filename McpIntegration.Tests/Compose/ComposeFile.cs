using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Compose;

/// <summary>compose.yaml, its variables not yet replaced, and .env.example beside it.</summary>
internal static partial class ComposeFile
{
    public static string Path { get; } = System.IO.Path.Combine(ApplicationProcess.SolutionFolder, "compose.yaml");

    public static string Text { get; } = File.ReadAllText(Path);

    public static JsonObject Root { get; } = YamlFile.Read("compose.yaml");

    public static JsonObject Services { get; } = Root["services"]?.AsObject() ?? [];

    /// <summary>The variables of .env.example with their values, those that are commented out included.</summary>
    public static IReadOnlyList<(string Name, string Value, bool IsSet)> Example { get; } =
    [
        .. File.ReadLines(System.IO.Path.Combine(ApplicationProcess.SolutionFolder, ".env.example"))
            .Select(line => Assignment().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups["name"].Value, match.Groups["value"].Value, !match.Groups["off"].Success)),
    ];

    /// <summary>Whatever stands at a service's environment, as text; null where it is passed on from .env.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> EnvironmentOf(string service) =>
        (Services[service]?["environment"]?.AsObject() ?? []).Select(
            item => KeyValuePair.Create(item.Key, item.Value?.ToString()));

    /// <summary>Every ${NAME…} of the file.</summary>
    public static IEnumerable<(string Name, string Rule)> Variables() =>
        Variable().Matches(Text).Select(match => (match.Groups["name"].Value, match.Groups["rule"].Value));

    // ${CACHING_KEY:?a secret of 32 characters or more}, ${PROXY_SUBNET:-172.30.83.0/24}
    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(?<rule>[^}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    // #RateLimiting__Permits=100
    [GeneratedRegex("^(?<off>#)?(?<name>[A-Za-z_0-9]+)=(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();
}
