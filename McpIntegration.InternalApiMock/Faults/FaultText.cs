using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace McpIntegration.InternalApiMock.Faults;

/// <summary>Reads faults from text, e.g. <c>delay=500;status=503;times=2</c>.</summary>
internal static class FaultText
{
    public const string Form =
        "A fault is written as parts joined by ';', each at most once: delay=MILLISECONDS (up to 600000), status=CODE (400 to 599), "
        + "retry-after=SECONDS (with status), and one of malformed, truncated, oversized, redirect (the last two without status). "
        + "A stored fault may have times=COUNT as well. Example: delay=500;status=503";

    private const int MaxDelay = 600_000;
    private const int MaxCount = 1_000_000;

    private static readonly Dictionary<string, FaultBody> Bodies = new()
    {
        ["malformed"] = FaultBody.Malformed,
        ["truncated"] = FaultBody.Truncated,
        ["oversized"] = FaultBody.Oversized,
        ["redirect"] = FaultBody.Redirect,
    };

    public static bool TryRead(string text, [NotNullWhen(true)] out Fault? fault)
    {
        fault = new Fault();
        var names = new HashSet<string>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            var name = part.Split('=', 2)[0];
            var value = part.Length == name.Length ? null : part[(name.Length + 1)..];
            fault = names.Add(name) ? Add(fault, name, value) : null;
            if (fault is null)
            {
                return false;
            }
        }

        return IsWhole(fault);
    }

    private static Fault? Add(Fault fault, string name, string? value) => name switch
    {
        "delay" => Number(value, 0, MaxDelay) is { } delay ? fault with { Delay = TimeSpan.FromMilliseconds(delay) } : null,
        "status" => Number(value, 400, 599) is { } status ? fault with { Status = status } : null,
        "retry-after" => Number(value, 0, MaxCount) is { } wait ? fault with { RetryAfter = TimeSpan.FromSeconds(wait) } : null,
        "times" => Number(value, 1, MaxCount) is { } times ? fault with { Times = times } : null,
        _ => value is null && fault.Body is null && Bodies.TryGetValue(name, out var body)
            ? fault with { Body = body }
            : null,
    };

    private static int? Number(string? text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
            ? number
            : null;

    private static bool IsWhole(Fault fault) =>
        (fault.ReplacesAnswer || fault.Delay > TimeSpan.Zero)
        && (fault.RetryAfter is null || fault.Status is not null)
        && (fault.Status is null || fault.Body is not (FaultBody.Oversized or FaultBody.Redirect));
}
