namespace McpIntegration.InternalApiMock.Data;

/// <summary>
/// Numbers that look random and are the same in every process, on every machine and runtime version: SplitMix64
/// (https://prng.di.unimi.it/splitmix64.c). <see cref="Random"/> promises that for no seed.
/// </summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>At least 0, less than 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>
    /// A whole minute of the <paramref name="index"/>-th of equal spans, so that times rise with the index.
    /// </summary>
    public DateTimeOffset TimeIn(DateTimeOffset start, TimeSpan span, int index) =>
        start + (span * index) + TimeSpan.FromMinutes(Below((int)span.TotalMinutes));

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
