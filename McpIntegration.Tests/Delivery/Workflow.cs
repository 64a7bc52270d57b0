using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;

namespace McpIntegration.Tests.Delivery;

/// <summary>A workflow of this repository, read by its lines: two spaces a level, as all of them are written.</summary>
internal sealed partial record Workflow(string Name, string Text)
{
    public static IEnumerable<Workflow> ReadAll() =>
        Directory.EnumerateFiles(Path.Combine(ApplicationProcess.SolutionFolder, ".github", "workflows"), "*.y*ml")
            .Select(file => new Workflow(Path.GetFileName(file), File.ReadAllText(file).ReplaceLineEndings("\n")))
            .OrderBy(workflow => workflow.Name, StringComparer.Ordinal);

    /// <summary>What stands after each <c>uses:</c>, its comment included.</summary>
    public IEnumerable<string> Actions => UsesLine().Matches(Text).Select(match => match.Groups["action"].Value);

    /// <summary>Each job's own lines, by its name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Jobs
    {
        get
        {
            var jobs = Text[(Text.IndexOf("\njobs:\n", StringComparison.Ordinal) + "\njobs:\n".Length)..];
            return Job().Matches(jobs).Select(match => KeyValuePair.Create(match.Groups["name"].Value, match.Groups["lines"].Value));
        }
    }

    /// <summary>Each step's own lines.</summary>
    public IEnumerable<string> Steps => Step().Matches(Text).Select(match => match.Value);

    /// <summary>What the shell is given, expressions not yet replaced.</summary>
    public IEnumerable<string> Scripts => Script().Matches(Text).Select(match => match.Groups["script"].Value);

    public override string ToString() => Name;

    [GeneratedRegex(@"^ *(- )?uses: *(?<action>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"^  (?<name>[\w-]+):\n(?<lines>(    .*\n|\n)+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Job();

    [GeneratedRegex(@"^      - .*\n(        .*\n|\n)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex(@"(?m)^(      - |        )run: *(?<script>.*\n(          .*\n|\n)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();
}
