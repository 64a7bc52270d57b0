using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// docs/configuration.md against the options classes: a setting that changes there has to change here.
/// </summary>
public sealed class ConfigurationPageTests
{
    private const int Columns = 5;

    [Fact]
    public void The_table_holds_the_keys_of_the_options_classes_and_no_others()
    {
        Assert.Equal(Setting.ReadAll().Select(setting => setting.Key), ReadPage().Select(setting => setting.Key));
    }

    [Fact]
    public void Every_row_says_the_name_default_and_range_of_the_options_class()
    {
        var settings = Setting.ReadAll().ToArray();

        var rows = ReadPage().Zip(settings, (row, setting) => row with
        {
            Default = setting.Default is null ? null : row.Default,
            Range = setting.Range is null ? null : row.Range,
        });

        Assert.Equal(settings, rows);
    }

    [Fact]
    public void There_are_few_enough_to_read()
    {
        Assert.InRange(Setting.ReadAll().Count(), 1, 47);
    }

    private static IEnumerable<Setting> ReadPage() =>
        File.ReadLines(Path.Combine(ApplicationProcess.SolutionFolder, "docs", "configuration.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == Columns + 2 && cells[1].StartsWith('`'))
            .Select(cells => new Setting(cells[1].Trim('`'), cells[2].Trim('`'), cells[3], cells[4]))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal);
}
