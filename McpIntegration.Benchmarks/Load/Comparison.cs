using System.Globalization;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// Servers by turns on one stand, A B A B: this build, and others, or this one with other settings. Only what is
/// measured so, within one run, is comparable on a machine that does other things too.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 7;
    private const int Clients = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <param name="others">Paths of other servers' dlls, and settings for the others as NAME=value.</param>
    public static async Task<int> RunAsync(string[] others)
    {
        using var ending = new RunEnd();
        var own = Builds.Of("McpIntegration.McpServer");
        var builds = others.Where(IsBuild).Select(Path.GetFullPath).DefaultIfEmpty(own);
        var settings = others.Where(argument => !IsBuild(argument))
            .Select(argument => argument.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[^1]);
        await using var stand = await McpStand.StartAsync(ending.Token);
        var generator = await LoadRun.CreateGeneratorAsync(stand, ending.Token);
        List<WebProcess> servers = [];
        try
        {
            servers.Add(await stand.StartServerAsync(own, new Dictionary<string, string>(), ending.Token));
            foreach (var build in builds)
            {
                servers.Add(await stand.StartServerAsync(build, settings, ending.Token));
            }

            Write(await RunAsync(generator, servers, ending.Token));
            return 0;
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static bool IsBuild(string argument) => argument.EndsWith(".dll", StringComparison.Ordinal);

    private static async Task<List<(int Server, LevelResult Result)>> RunAsync(
        LoadGenerator generator, List<WebProcess> servers, CancellationToken cancellationToken)
    {
        List<(int Server, LevelResult Result)> results = [];
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var era in Enum.GetValues<Era>())
            {
                foreach (var (number, server) in servers.Index())
                {
                    var duration = round < 0 ? WarmUp : Duration;
                    var level = new Level(Targets.Server, Clients, era, Hits: true, duration);
                    var result = await generator.RunAsync(server, level, cancellationToken);
                    results.AddRange(round < 0 ? [] : [(number, result)]);
                }
            }
        }

        return results;
    }

    private static void Write(List<(int Server, LevelResult Result)> results)
    {
        foreach (var group in results.GroupBy(result => (result.Result.Level.Era, result.Server)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(char)('A' + group.Key.Server)} {group.Key.Era}: {Median(group, result => result.CpuMicroseconds):F1} us, "
                + $"{Median(group, result => result.AllocatedKilobytes):F1} KB, "
                + $"{Median(group, result => result.RoundTripsPerCall ?? 0):F2} round trips; us of each round: "
                + $"{string.Join(' ', group.Select(result => Round(result.Result.CpuMicroseconds)))}"));
        }
    }

    private static string Round(double microseconds) => microseconds.ToString("F1", CultureInfo.InvariantCulture);

    private static double Median(
        IEnumerable<(int Server, LevelResult Result)> results, Func<LevelResult, double> value) =>
        results.Select(result => value(result.Result)).Order().ElementAt(Rounds / 2);
}
