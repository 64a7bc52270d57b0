using System.Globalization;
using McpIntegration.Benchmarks.Stand;

namespace McpIntegration.Benchmarks.Load;

/// <summary>
/// Two servers by turns on one stand, A B A B: this build, and another one, or this one with other settings. Only what
/// is measured so, within one run, is comparable on a machine that does other things too.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 7;
    private const int Clients = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <param name="other">The path of the other server's dll, if it is another, and settings as NAME=value.</param>
    public static async Task<int> RunAsync(string[] other)
    {
        using var ending = new RunEnd();
        var own = Builds.Of("McpIntegration.McpServer");
        var otherBuild = Array.Find(other, argument => argument.EndsWith(".dll", StringComparison.Ordinal));
        var settings = other.Where(argument => argument != otherBuild)
            .Select(argument => argument.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[^1]);
        await using var stand = await McpStand.StartAsync(ending.Token);
        using var generator = await LoadRun.CreateGeneratorAsync(stand, ending.Token);
        await using var a = await stand.StartServerAsync(own, new Dictionary<string, string>(), ending.Token);
        await using var b = await stand.StartServerAsync(Path.GetFullPath(otherBuild ?? own), settings, ending.Token);
        await RunAsync(generator, new() { ["A"] = a, ["B"] = b }, ending.Token);
        return 0;
    }

    private static async Task RunAsync(
        LoadGenerator generator, Dictionary<string, WebProcess> servers, CancellationToken cancellationToken)
    {
        List<(string Name, LevelResult Result)> results = [];
        foreach (var server in servers.Values)
        {
            foreach (var era in Enum.GetValues<Era>())
            {
                await generator.RunAsync(server, LevelOf(era) with { Duration = WarmUp }, cancellationToken);
            }
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var era in Enum.GetValues<Era>())
            {
                foreach (var (name, server) in servers)
                {
                    results.Add((name, await generator.RunAsync(server, LevelOf(era), cancellationToken)));
                }
            }
        }

        foreach (var group in results.GroupBy(result => (result.Result.Level.Era, result.Name)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key.Name} {group.Key.Era}: {Median(group, result => result.CpuMicroseconds):F1} us, "
                + $"{Median(group, result => result.AllocatedKilobytes):F1} KB, "
                + $"{Median(group, result => result.RoundTripsPerCall ?? 0):F2} round trips; us of each round: "
                + $"{string.Join(' ', group.Select(result => Round(result.Result.CpuMicroseconds)))}"));
        }
    }

    private static string Round(double microseconds) => microseconds.ToString("F1", CultureInfo.InvariantCulture);

    private static Level LevelOf(Era era) => new(Targets.Server, Clients, era, Hits: true, Duration);

    private static double Median(
        IEnumerable<(string Name, LevelResult Result)> results, Func<LevelResult, double> value) =>
        results.Select(result => value(result.Result)).Order().ElementAt(Rounds / 2);
}
