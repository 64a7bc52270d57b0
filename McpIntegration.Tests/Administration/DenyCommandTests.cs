using System.Diagnostics;
using System.Text.RegularExpressions;
using McpIntegration.McpServer.Authentication;
using McpIntegration.Tests.Redis;
using Xunit;

namespace McpIntegration.Tests.Administration;

public sealed partial class DenyCommandTests
{
    private const string Alice = "caller:XeQ_h8fNEooB7REMM6rRnlU7hKG31uniThbb1l6Y8Bs";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Adds_lists_and_removes_and_says_what_it_did(bool onGarnet)
    {
        await using var redis = onGarnet ? await RedisProcess.StartGarnetAsync() : await RedisProcess.StartAsync();
        using var commands = new CommandLine(redis.ConnectionString);

        string[][] lines =
        [
            ["deny", "list"],
            ["deny", "add", "--subject", "alice"],
            ["deny", "add", "--subject", "alice"],
            ["deny", "add", "--client", "@stolen client"],
            ["deny", "list"],
            ["deny", "remove", "--subject", "alice"],
            ["deny", "remove", "--subject", "alice"],
            ["deny", "remove", "--client", "@stolen client"],
            ["deny", "list"],
        ];
        var said = new List<string>();
        foreach (var line in lines)
        {
            var run = await commands.RunAsync(line);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            said.Add(Time().Replace(run.Output, "*"));
        }

        Assert.Equal(
            [
                "Nobody is denied.",
                $"Denied: caller alice of https://issuer.example, listed as {Alice}. Every replica refuses it within a second.",
                "caller alice of https://issuer.example was denied already.",
                "Denied: client @stolen client, listed as client:@stolen client. Every replica refuses it within a second.",
                $"{Alice}  since *{Environment.NewLine}client:@stolen client  since *",
                "No longer denied: caller alice of https://issuer.example. Every replica accepts it within a second.",
                "caller alice of https://issuer.example was not denied.",
                "No longer denied: client @stolen client. Every replica accepts it within a second.",
                "Nobody is denied.",
            ],
            said);
    }

    [SkippableFact]
    public async Task An_issuer_that_the_server_does_not_accept_is_pointed_out()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var commands = new CommandLine(redis.ConnectionString);

        var run = await commands.RunAsync("deny", "add", "--subject", "alice", "--issuer", $"{CommandLine.Issuer}/");

        Assert.EndsWith(
            " Note: the issuer configured here is https://issuer.example, and tokens of others are not accepted anyway.", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_full_list_takes_no_more()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var connection = await redis.ConnectAsync();
        await connection.GetDatabase().HashSetAsync(
            DenyList.Key,
            [.. Enumerable.Range(0, DenyList.MaxFields).Select(i => new StackExchange.Redis.HashEntry(i, ""))]);
        using var commands = new CommandLine(redis.ConnectionString);

        Assert.Equal(
            new FinishedProcess(1, "", "The list is full with 10000 entries: remove some first."),
            await commands.RunAsync("deny", "add", "--subject", "alice"));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Redis_that_is_dead_or_hangs_is_an_error_that_says_what_to_do_within_seconds(bool isDead)
    {
        await using var redis = await RedisProcess.StartAsync();
        if (isDead)
        {
            await redis.KillAsync();
        }
        else
        {
            redis.Pause();
        }

        using var commands = new CommandLine(redis.ConnectionString);
        var started = Stopwatch.GetTimestamp();

        var run = await commands.RunAsync("deny", "add", "--subject", "alice");

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Patience);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches(
            $@"^Redis at 127\.0\.0\.1:{redis.Port} cannot be used \(\w+\): check ConnectionStrings__cache and that Redis runs, then run the command again\.$", run.Errors);
    }

    [SkippableFact]
    public async Task A_Redis_that_refuses_to_write_is_an_error()
    {
        await using var redis = await RedisProcess.StartRedisAsync();
        using var admin = await redis.ConnectAsync();
        await admin.GetServers()[0].ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        using var commands = new CommandLine(redis.ConnectionString);

        var run = await commands.RunAsync("deny", "add", "--subject", "alice");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Redis refuses the command (OOM ", run.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Time();
}
