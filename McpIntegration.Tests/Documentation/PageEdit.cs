using System.Text.RegularExpressions;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// One step of a page that changes sources: a line that says where, and the block of C# under it. A block goes where
/// its line says, as deep as the line that it is put at:
/// <code> Create `path`: In `path`, before `text of a line`: In `path`, from `text of a line` to before `text of
/// another`:
/// </code>
/// </summary>
internal sealed partial record PageEdit(string Path, string? From, string? To, string Block)
{
    public static IEnumerable<PageEdit> ReadAll(Page page) => Step().Matches(page.Read()).Select(step => new PageEdit(
        step.Groups["path"].Value,
        step.Groups["from"] is { Success: true } from ? from.Value : null,
        step.Groups["to"] is { Success: true } to ? to.Value : null,
        step.Groups["block"].Value));

    public void Apply(string folder)
    {
        var file = System.IO.Path.Combine(folder, Path);
        if (From is null && To is null)
        {
            File.WriteAllText(file, Block);
            return;
        }

        List<string> lines = [.. File.ReadAllLines(file)];
        var end = Find(lines, To ?? "");
        var start = From is null ? end : Find(lines, From);
        var indent = lines[end][..^lines[end].TrimStart().Length];
        lines.RemoveRange(start, end - start);
        lines.InsertRange(
            start, Block.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? line : indent + line));
        File.WriteAllLines(file, lines);
    }

    private int Find(List<string> lines, string text)
    {
        var found = lines.FindIndex(line => line.Contains(text, StringComparison.Ordinal));
        return found >= 0 ? found : throw new InvalidDataException($"{Path} has no line with {text}");
    }

    [GeneratedRegex(
        """
        ^(Create[ ]`(?<path>[^`]+)`|In[ ]`(?<path>[^`]+)`,([ ]from[ ]`(?<from>[^`]+)`[ ]to)?[ ]before[ ]`(?<to>[^`]+)`):\n
        \n
        ```csharp\n(?<block>.*?)^```
        """,
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
