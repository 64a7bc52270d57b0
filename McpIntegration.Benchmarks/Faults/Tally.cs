using System.Diagnostics;

namespace McpIntegration.Benchmarks.Faults;

/// <summary>Counts verdicts, and keeps the first few that there should be none of.</summary>
internal sealed class Tally
{
    private const int MaxComplaints = 5;
    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Enum.GetValues<Verdict>().Length];
    private readonly List<string> _complaints = [];
    private TimeSpan _slowest;

    public void Add(Verdict verdict, string text, long asked)
    {
        var took = Stopwatch.GetElapsedTime(asked);
        lock (_lock)
        {
            _counts[(int)verdict]++;
            _slowest = took > _slowest ? took : _slowest;
            if (verdict is Verdict.Wrong or Verdict.Lost && _complaints.Count < MaxComplaints)
            {
                _complaints.Add($"{verdict}: {text}");
            }
        }
    }

    public FaultResult ToResult(string fault, TimeSpan backAfter)
    {
        lock (_lock)
        {
            return new(
                fault,
                _counts[(int)Verdict.Correct],
                _counts[(int)Verdict.Degraded],
                _counts[(int)Verdict.Stale],
                _counts[(int)Verdict.Refused],
                _counts[(int)Verdict.Wrong],
                _counts[(int)Verdict.Lost],
                _slowest,
                backAfter,
                [.. _complaints]);
        }
    }
}
