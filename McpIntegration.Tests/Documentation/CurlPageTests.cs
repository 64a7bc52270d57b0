using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Documentation;

/// <summary>On a system of its own: the page uses up its caller's limit, and counts what is left of it.</summary>
public sealed class CurlPageTests(RunningApplication application) : IClassFixture<RunningApplication>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public async Task Every_command_is_answered_as_the_page_says()
    {
        Requirement.OnPath("bash", "curl", "jq");
        Requirement.Demand(
            !OperatingSystem.IsWindows(), "bash on Windows may be another system's, with a localhost of its own.");
        var blocks = CurlPage.Read();

        var answers = await RunAsync([.. blocks.Select(block => block.Command)]);

        Assert.NotEmpty(answers);
        Assert.Equal(blocks.Length, answers.Length);
        Assert.All(blocks.Zip(answers), pair =>
            Assert.Equal(CurlPage.Normalize(pair.First.Answer), CurlPage.Normalize(pair.Second)));
    }

    private async Task<string[]> RunAsync(string[] commands)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var bash = new ProcessStartInfo("bash", ["-c", ToThisSystem(CurlPage.ToScript(commands))])
            {
                WorkingDirectory = folder.FullName,
            };
            return CurlPage.SplitOutput(ToThePage((await FinishedProcess.RunAsync(bash, Limit)).Output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string ToThisSystem(string script) => script
        .Replace("http://localhost:3000", Origin(application.McpServer), StringComparison.Ordinal)
        .Replace("http://localhost:8080", Origin(application.Keycloak), StringComparison.Ordinal);

    private string ToThePage(string output) => output
        .Replace(Origin(application.McpServer), "http://localhost:3000", StringComparison.Ordinal)
        .Replace(Origin(application.Keycloak), "http://localhost:8080", StringComparison.Ordinal);

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
