using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// Every page's links into this repository lead somewhere: to a file that is there, and to a heading that it has.
/// </summary>
public sealed partial class LinkTests
{
    private static readonly string[] Folders = [".", "docs", "keycloak", "infra", ".github"];

    [Fact]
    public void No_link_between_pages_is_broken()
    {
        var links = Pages().SelectMany(LinksOf).ToArray();

        Assert.True(links.Length > 50, $"Only {links.Length} links were found: this test no longer reads the pages.");
        Assert.Empty(links.Where(link => !Leads(link)).Select(link => $"{link.Page}: {link.Target}"));
    }

    private static IEnumerable<string> Pages() =>
        Folders.Select(folder => Path.Combine(ApplicationProcess.SolutionFolder, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(
                folder,
                "*.md",
                folder.EndsWith('.') ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(ApplicationProcess.SolutionFolder, file).Replace('\\', '/'));

    private static IEnumerable<(string Page, string Target)> LinksOf(string page) =>
        MarkdownLink().Matches(WithoutCode(new Page(page).Read()))
            .Select(match => (page, match.Groups["target"].Value))
            .Where(link => !Scheme().IsMatch(link.Value));

    private static bool Leads((string Page, string Target) link)
    {
        var parts = link.Target.Split('#', 2);
        var folder = Path.GetDirectoryName(link.Page) ?? "";
        var file = parts[0].Length == 0 ? link.Page : Path.Combine(folder, Uri.UnescapeDataString(parts[0]));
        var path = Path.GetFullPath(Path.Combine(ApplicationProcess.SolutionFolder, file));
        return Path.Exists(path) && (parts.Length == 1 || HeadingsOf(path).Contains(parts[1]));
    }

    private static IEnumerable<string> HeadingsOf(string path) =>
        Heading().Matches(WithoutCode(File.ReadAllText(path).ReplaceLineEndings("\n"))).Select(
            match => Anchor(match.Groups["text"].Value));

    // As GitHub makes them: lower case, no punctuation, a hyphen for each space.
    private static string Anchor(string heading) =>
        Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[a-z]+:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?ms)^ *(?<fence>```+|~~~+)[^\n]*\n.*?\n *\k<fence> *$", RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
