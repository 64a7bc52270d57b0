using System.IO.Pipes;
using System.Text;
using McpIntegration.Benchmarks.Stand;

/// <summary>
/// Runs inside each measured process
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md), so that the runtime's own
/// counters can be asked for without a switch in the product: whoever connects is told them.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name outside every namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    public const string PipeVariable = "MCP_BENCHMARKS_PIPE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PipeVariable) is { } pipe)
        {
            new Thread(() => Tell(pipe)) { IsBackground = true }.Start();
        }
    }

    private static void Tell(string pipe)
    {
        while (true)
        {
            using var server = new NamedPipeServerStream(pipe, PipeDirection.Out);
            server.WaitForConnection();
            server.Write(Encoding.ASCII.GetBytes(ProcessCounters.OfThisProcess().ToString()));
        }
    }
}
