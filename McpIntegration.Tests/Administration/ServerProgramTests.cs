using System.Diagnostics;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Administration;

/// <summary>The server's program itself, with the settings of a container.</summary>
public sealed class ServerProgramTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public async Task A_command_does_its_work_says_so_and_ends_without_serving()
    {
        await using var redis = await RedisProcess.StartAsync();

        var run = await RunAsync(redis.ConnectionString, "deny", "add", "--client", "stolen");

        Assert.Equal(
            new FinishedProcess(
                0,
                "Denied: client stolen, listed as client:stolen. Every replica refuses it within a second.\n",
                ""), run);
        using var connection = await redis.ConnectAsync();
        Assert.True(await connection.GetDatabase().HashExistsAsync(DenyList.Key, DenyList.EntryOfClient("stolen")));
    }

    [Fact]
    public async Task A_command_that_fails_says_why_on_the_error_stream_and_ends_with_1()
    {
        var run = await RunAsync(cache: null, "deny", "list");

        Assert.Equal(
            new FinishedProcess(1, "", "No Redis is configured: set ConnectionStrings__cache to the one that the server uses, as in redis:6379,password=...\n"), run);
    }

    private static Task<FinishedProcess> RunAsync(string? cache, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DenyList).Assembly.Location, .. args]);
        start.Environment["ConnectionStrings__cache"] = cache;
        return FinishedProcess.RunAsync(start, Limit);
    }
}
