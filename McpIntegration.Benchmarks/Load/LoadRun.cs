using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// The server at four levels of load, hits and misses apart, in both eras, and beside it a bare endpoint. Everything is
/// on loopback and shares this machine's cores: latency and throughput say what such a machine gives, and CPU time per
/// call is what the server costs.
/// </summary>
internal static class LoadRun
{
    private const int Callers = 1_000;
    private static readonly int[] Clients = [1, 10, 50, 200];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan MissWarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        using var ending = new RunEnd();
        var cancellationToken = ending.Token;
        await using var stand = await McpStand.StartAsync(cancellationToken);
        var generator = await CreateGeneratorAsync(stand, cancellationToken);

        await using (var other = await StartServerAsync(stand, cancellationToken))
        {
            // What this process itself does for the first time is not the server's to answer for.
            await generator.AskOnceAsync(other, cancellationToken);
        }

        var started = Stopwatch.GetTimestamp();
        await using var server = await StartServerAsync(stand, cancellationToken);
        var ready = Stopwatch.GetElapsedTime(started);
        var answer = await generator.AskOnceAsync(server, cancellationToken);
        var first = Stopwatch.GetElapsedTime(started) - ready;
        WriteConditions(stand, ready, first);

        var resultFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(resultFile, answer.Result, cancellationToken);
        await using var bare = await stand.StartBareAsync(resultFile, cancellationToken);
        File.Delete(resultFile);

        await WarmUpAsync(generator, server, bare, cancellationToken);
        ResultTable.WriteHead();
        List<LevelResult> results = [];
        foreach (var level in Clients.SelectMany(LevelsOf))
        {
            var target = level.Target == Targets.Bare ? bare : server;
            results.Add(await generator.RunAsync(target, level, cancellationToken));
            ResultTable.Write(results[^1]);
        }

        WriteRatios(results);
        return 0;
    }

    public static async Task<LoadGenerator> CreateGeneratorAsync(McpStand stand, CancellationToken cancellationToken)
    {
        var expected = new ExpectedAnswer(await stand.ReadUsersAsync(ToolCall.Limit, cancellationToken));
        string[] tokens = [.. Enumerable.Range(0, Callers).Select(number => stand.Issuer.Token($"caller-{number}"))];
        return new LoadGenerator(expected, stand.Redis, tokens);
    }

    private static Task<WebProcess> StartServerAsync(McpStand stand, CancellationToken cancellationToken) =>
        stand.StartServerAsync(
            Builds.Of("McpIntegration.McpServer"), new Dictionary<string, string>(), cancellationToken);

    private static IEnumerable<Level> LevelsOf(int clients) =>
    [
        new(Targets.Server, clients, Era.Legacy, true, Duration),
        new(Targets.Server, clients, Era.Newest, true, Duration),
        new(Targets.Server, clients, Era.Legacy, false, Duration),
        new(Targets.Server, clients, Era.Newest, false, Duration),
        new(Targets.Bare, clients, Era.Legacy, true, Duration),
    ];

    /// <summary>The first seconds cost several times as much, until all that is hot has been compiled anew.</summary>
    private static async Task WarmUpAsync(
        LoadGenerator generator, WebProcess server, WebProcess bare, CancellationToken cancellationToken)
    {
        foreach (var era in Enum.GetValues<Era>())
        {
            await generator.RunAsync(server, new(Targets.Server, 50, era, true, WarmUp), cancellationToken);
            await generator.RunAsync(server, new(Targets.Server, 50, era, false, MissWarmUp), cancellationToken);
        }

        await generator.RunAsync(bare, new(Targets.Bare, 50, Era.Legacy, true, WarmUp), cancellationToken);
    }

    private static void WriteConditions(McpStand stand, TimeSpan ready, TimeSpan first) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{Environment.ProcessorCount} cores shared by the server, {(stand.Redis.IsGarnet ? "Garnet" : "redis-server")}, "
            + $"the API and the load itself.\n"
            + $"Ready after {ready.TotalSeconds:F1} s; the first call took {first.TotalMilliseconds:F0} ms."));

    private static void WriteRatios(List<LevelResult> results)
    {
        foreach (var group in results.Where(result => result.Level.Hits).GroupBy(result => result.Level.Clients))
        {
            var bare = group.Single(result => result.Level.Target == Targets.Bare);
            var server = group.Where(result => result.Level.Target == Targets.Server)
                .Select(result => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Level.Era} {result.CpuMicroseconds / bare.CpuMicroseconds:F1}"));
            Console.WriteLine(
                $"CPU of a hit in calls of the bare endpoint, {group.Key} clients: {string.Join(", ", server)}");
        }
    }
}
