using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Demo;

/// <summary>demo.cs as a person runs it, as a process of its own.</summary>
[Collection(RunningApplicationTestGroup.Name)]
public sealed class DemoTests(RunningApplication application)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Finds_every_promise_kept_twice_in_a_row()
    {
        var first = await RunDemoAsync(application.McpEndpoint, application.Issuer);
        var second = await RunDemoAsync(application.McpEndpoint, application.Issuer);

        AssertKept(first);
        AssertKept(second);
    }

    [Fact]
    public async Task Refuses_to_give_its_secret_to_another_issuer()
    {
        var demo = await RunDemoAsync(application.McpEndpoint, "https://issuer.example.com/realms/mcp");

        var sentence = "Not as promised: it names the one issuer that may have the secret, "
            + $"https://issuer.example.com/realms/mcp: {application.Issuer}";
        Assert.Equal((1, sentence), (demo.ExitCode, demo.Errors.Trim()));
    }

    [Fact]
    public async Task Says_how_to_start_the_system_where_nothing_answers()
    {
        // Nothing listens on port 1, which is privileged.
        var demo = await RunDemoAsync(new Uri("http://localhost:1/mcp"), application.Issuer);

        var sentence = "Nothing answers at http://localhost:1/mcp. Start it with: dotnet run --project McpIntegration.AppHost";
        Assert.Equal((1, sentence), (demo.ExitCode, demo.Errors.Trim()));
    }

    private static void AssertKept(FinishedProcess demo)
    {
        Assert.Equal("", demo.Errors);
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(15, demo.Output.Split('\n').Count(line => line.Length > 0 && char.IsAsciiDigit(line[0])));
        Assert.All(
            [
                "ok: nobody gets in without one: 401",
                "ok: the server speaks it: 2026-07-28",
                "ok: there are three: query_data, get_user_profile, get_metrics",
                "X-Cache: MISS",
                "X-Cache: HIT",
                "ok: it is Alice: {\"id\":\"user-123\"",
                "ok: the model is told: User not found",
                "ok: it is refused: 403",
                "ok: the server speaks it: 2025-11-25",
                "ok: the requests of the last hour: {\"min\":",
                "ok: every answer names the rule: \"default\";q=100;w=900",
                "ok: and what is left after the 11 requests until here: \"default\";r=",
                "Everything was as promised.",
            ],
            promise => Assert.Contains(promise, demo.Output, StringComparison.Ordinal));
    }

    private static Task<FinishedProcess> RunDemoAsync(Uri server, string issuer)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "demo.cs", "--", server.AbsoluteUri, issuer])
        {
            WorkingDirectory = ApplicationProcess.SolutionFolder,
        };

        // Build servers outlive the command and would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        return FinishedProcess.RunAsync(start, Limit);
    }
}
