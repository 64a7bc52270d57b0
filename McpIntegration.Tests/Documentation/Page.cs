using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>A page of this repository, parts of which a test writes from the running system.</summary>
/// <param name="Name">Its path from the top, as in docs/API.md.</param>
internal sealed record Page(string Name)
{
    private const string UpdateVariable = "UPDATE_PAGES";

    private string File => Path.Combine(ApplicationProcess.SolutionFolder, Name);

    public string Read() => System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");

    /// <summary>
    /// Fails where the page is not <paramref name="expected"/>; with UPDATE_PAGES=1 it is rewritten first.
    /// </summary>
    public void AssertIs(string expected)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            System.IO.File.WriteAllText(File, expected);
        }

        var pairs = Read().Split('\n').Zip(expected.Split('\n'));
        var (written, answered) = pairs.FirstOrDefault(pair => pair.First != pair.Second);
        Assert.True(
            Read() == expected,
            $"{Name} is not what the system answers. First difference:\n  page   {written}\n  system {answered}\n" +
            $"Read what has changed, then rewrite the page with {UpdateVariable}=1 dotnet test --filter FullyQualifiedName~ApiPageTests");
    }
}
