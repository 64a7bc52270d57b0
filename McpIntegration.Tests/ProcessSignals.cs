using System.Diagnostics;
using Xunit;

namespace McpIntegration.Tests;

internal static class ProcessSignals
{
    public static void SkipWithoutSignals() => Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");

    /// <summary>Sends a signal to a process that the test has started: STOP, CONT, TERM.</summary>
    public static void Signal(this Process process, string name)
    {
        SkipWithoutSignals();
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {process.Id}"]);
        kill.WaitForExit();
    }
}
