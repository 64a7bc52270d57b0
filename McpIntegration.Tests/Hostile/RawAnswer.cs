using System.Globalization;

namespace McpIntegration.Tests.Hostile;

/// <summary>Everything that came back on a connection, and what the first answer says.</summary>
internal sealed class RawAnswer(string text)
{
    private const string Protocol = "HTTP/1.1 ";

    public string Text => text;

    public IEnumerable<int> Statuses =>
        text.Split(Protocol).Skip(1).Select(answer => int.Parse(answer.AsSpan(0, 3), CultureInfo.InvariantCulture));

    /// <summary>Of the first answer; 0 where there is none.</summary>
    public int Status => Statuses.FirstOrDefault();

    /// <summary>All values of a header of the first answer; null when it is not there.</summary>
    public string? Header(string name)
    {
        var values = text.Split("\r\n\r\n", 2)[0].Split("\r\n").Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header[^1])
            .ToArray();
        return values.Length == 0 ? null : string.Join(", ", values);
    }
}
