using System.Text.RegularExpressions;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>docs/security.md promises nothing that nobody proves.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(ApplicationProcess.SolutionFolder, "docs", "security.md"));

    [Fact]
    public void Every_test_class_that_it_names_exists()
    {
        var classes = typeof(SecurityPageTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        var named = TestClass().Matches(Page).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(classes));
    }

    [Fact]
    public void Every_one_of_the_ten_has_its_row_and_a_proof()
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| **MCP", StringComparison.Ordinal)).ToArray();

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"MCP{number:00}"), rows.Select(row => row[4..9]));
        Assert.All(rows, row => Assert.Matches(TestClass(), row.Split('|')[^2]));
    }

    [GeneratedRegex("(?<=`)[A-Za-z0-9]+Tests(?=`)")]
    private static partial Regex TestClass();
}
