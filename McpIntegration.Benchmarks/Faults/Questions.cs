namespace McpIntegration.Benchmarks.Faults;

/// <summary>
/// Of three questions one is asked again and again, one never was, and one, if the fault has such, was a minute ago.
/// </summary>
internal sealed class Questions
{
    public const int Users = 100;
    private const int LimitOfRepeated = 90;
    private const int Repeated = 20;
    private const int Old = 40;
    private int _new;
    private int _asked;

    /// <summary>What has to be asked long before a fault of this number.</summary>
    public static IEnumerable<Question> OldOnes(int fault) =>
        Enumerable.Range(0, Old).Select(user => OldOne(fault, user));

    /// <summary>What nobody has asked in this run: no cache can answer it.</summary>
    public Question New()
    {
        var number = Interlocked.Increment(ref _new) - 1;
        return new(number % Users, 1 + (number / Users % (LimitOfRepeated - 1)));
    }

    public Question Next(int? faultWithOldOnes)
    {
        var number = Interlocked.Increment(ref _asked) - 1;
        return (number % 3) switch
        {
            0 => new(number / 3 % Repeated, LimitOfRepeated),
            1 when faultWithOldOnes is { } fault => OldOne(fault, number / 3 % Old),
            _ => New(),
        };
    }

    private static Question OldOne(int fault, int user) => new(user, LimitOfRepeated + 1 + (fault % 10));
}
