using Xunit;

namespace McpIntegration.Tests;

/// <summary>
/// What a test needs beyond the SDK. Where that is missing the test is skipped with the reason; with REQUIRE_ALL=1 it
/// fails.
/// </summary>
internal static class Requirement
{
    public static void OnPath(params string[] programs)
    {
        string[] missing = [.. programs.Where(program => !IsOnPath(program))];
        Demand(missing.Length == 0, $"Not on PATH: {string.Join(", ", missing)}.");
    }

    public static void Demand(bool isMet, string reason)
    {
        Assert.True(isMet || Environment.GetEnvironmentVariable("REQUIRE_ALL") != "1", $"REQUIRE_ALL=1, but: {reason}");
        Skip.IfNot(isMet, reason);
    }

    public static bool IsOnPath(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var file = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? $"{program}.exe" : program;
        return folders.Any(folder => File.Exists(Path.Combine(folder, file)));
    }
}
