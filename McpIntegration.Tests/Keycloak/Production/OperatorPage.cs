using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Keycloak.Production;

/// <summary>The commands of keycloak/README.md, each block of bash by the heading above it.</summary>
internal static partial class OperatorPage
{
    private static readonly string Text =
        File.ReadAllText(Path.Combine(RealmDocument.Folder, "README.md")).ReplaceLineEndings("\n");

    public static string Begin => BlocksOf("Administration")[0];

    public static string AddPerson => BlocksOf("Adding a person")[0];

    public static string TrustSite => BlocksOf("Changing the realm that runs")[0];

    public static string MoveServer => BlocksOf("Changing the realm that runs")[1];

    public static string End => BlocksOf("Administration")[1];

    private static string[] BlocksOf(string heading)
    {
        var section = Headings().Split(Text).Single(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal));
        return [.. Block().Matches(section).Select(block => block.Groups["commands"].Value)];
    }

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^```bash\n(?<commands>.*?)^```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
