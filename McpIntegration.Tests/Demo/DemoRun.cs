using System.Diagnostics;
using McpIntegration.Tests.AppHost;
using Xunit;

namespace McpIntegration.Tests.Demo;

/// <summary>demo.cs as a person runs it, as a process of its own.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static void AssertKept(FinishedProcess demo)
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

    public static Task<FinishedProcess> StartAsync(Uri server, string issuer)
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
