using System.Globalization;
using System.Text.RegularExpressions;
using McpIntegration.Tests.Documentation;

namespace McpIntegration.Tests.Delivery;

/// <summary>docs/deployment.md, and what it promises in tables and commands.</summary>
internal static partial class DeploymentPage
{
    private static readonly string Text = new Page("docs/deployment.md").Read();

    /// <summary>The first cell of each row under a heading, and whether the second says that it is a secret.</summary>
    public static Dictionary<string, bool> Names(string heading) =>
        Rows(heading).Where(cells => cells[0].StartsWith('`')).ToDictionary(
            cells => cells[0].Trim('`'), cells => cells[1] == "yes");

    public static IEnumerable<string> AskedOutputs() =>
        GetValue().Matches(Text).Select(match => match.Groups["name"].Value).Distinct();

    public static IEnumerable<string> BicepFiles() =>
        BicepFile().Matches(Text).Select(match => match.Groups["file"].Value).Distinct();

    public static string OldestAzd() => AzdVersion().Match(Text).Groups["version"].Value;

    /// <summary>Lowest and highest monthly cost of each row, the sum's as the last.</summary>
    public static IEnumerable<(decimal Low, decimal High)> Costs() =>
        Rows("What it costs").Select(cells => cells[^1].Trim('*').Split(" to "))
            .Where(amounts => decimal.TryParse(amounts[0], CultureInfo.InvariantCulture, out _))
            .Select(amounts => (Amount(amounts[0]), Amount(amounts[^1])));

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(string heading)
    {
        var start = Heading().Matches(Text).Single(match => match.Groups["text"].Value == heading).Index;
        var next = Heading().Match(Text, start + 1);
        var section = next.Success ? Text[start..next.Index] : Text[start..];
        return section.Split('\n')
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex("^##+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex("azd env get-value (?<name>[A-Z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex GetValue();

    [GeneratedRegex(@"`(infra/)?(?<file>[\w/-]+\.bicep)`", RegexOptions.ExplicitCapture)]
    private static partial Regex BicepFile();

    [GeneratedRegex(@"\[azd\]\(https[^)]+\) (?<version>[\d.]+) or newer", RegexOptions.ExplicitCapture)]
    private static partial Regex AzdVersion();
}
