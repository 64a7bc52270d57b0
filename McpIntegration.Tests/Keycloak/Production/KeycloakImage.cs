using System.Text.Json;
using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>
/// keycloak/Dockerfile, as far as a machine without containers can follow it: in a copy of the distribution instead of
/// an image.
/// </summary>
internal static partial class KeycloakImage
{
    private static readonly string[] Stages = File.ReadAllText(Path.Combine(RealmDocument.Folder, "Dockerfile"))
        .ReplaceLineEndings("\n").Split("\nFROM ")[1..];

    /// <summary>The environment in which the server builds itself.</summary>
    public static IReadOnlyDictionary<string, string> BuildEnvironment { get; } = EnvironmentOf(Stages[0]);

    /// <summary>The environment that the image runs with, before anything is set from outside.</summary>
    public static IReadOnlyDictionary<string, string> RunEnvironment { get; } = EnvironmentOf(Stages[1]);

    public static string[] Command { get; } =
        JsonSerializer.Deserialize<string[]>(CommandLine().Match(Stages[1]).Groups["json"].Value) ?? [];

    /// <summary>Copies what the image copies to where it copies it.</summary>
    public static void CopyInto(string home)
    {
        foreach (Match copy in Copy().Matches(Stages[1]))
        {
            var target = Path.Combine(home, copy.Groups["target"].Value);
            Directory.CreateDirectory(target);
            File.Copy(
                Path.Combine(RealmDocument.Folder, copy.Groups["file"].Value),
                Path.Combine(target, copy.Groups["file"].Value));
        }
    }

    private static Dictionary<string, string> EnvironmentOf(string stage) => Setting().Matches(stage)
        .ToDictionary(setting => setting.Groups["name"].Value, setting => setting.Groups["value"].Value);

    // ENV KC_DB=postgres KC_CACHE=local
    [GeneratedRegex(@"(?<=^ENV .*)(?<name>KC_\w+)=(?<value>\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Setting();

    // CMD ["start", "--optimized", "--import-realm"]
    [GeneratedRegex(@"^CMD (?<json>\[.*\])", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    // COPY --chown=1000:0 mcp-realm.json /opt/keycloak/data/import/
    [GeneratedRegex(@"^COPY --chown=\S+ (?<file>\S+) /opt/keycloak/(?<target>\S+)/$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Copy();
}
