using System.Globalization;
using System.IO.Pipes;

namespace McpIntegration.Benchmarks.Stand;

/// <param name="Cpu">User and system time since the start.</param>
/// <param name="Allocated">Bytes allocated since the start.</param>
/// <param name="WorkingSet">Bytes of memory held.</param>
internal readonly record struct ProcessCounters(TimeSpan Cpu, long Allocated, long WorkingSet)
{
    public static ProcessCounters OfThisProcess() => new(
        Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), Environment.WorkingSet);

    // "15000000 1048576 80000000"
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Cpu.Ticks} {Allocated} {WorkingSet}");

    public static async Task<ProcessCounters> ReadAsync(string pipe, CancellationToken cancellationToken)
    {
        await using var client = new NamedPipeClientStream(".", pipe, PipeDirection.In, PipeOptions.Asynchronous);
        await client.ConnectAsync(cancellationToken);
        using var reader = new StreamReader(client);
        var numbers = (await reader.ReadToEndAsync(cancellationToken)).Split(' ')
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(TimeSpan.FromTicks(numbers[0]), numbers[1], numbers[2]);
    }
}
