using System.Globalization;

namespace McpIntegration.InternalApiMock.Query;

internal sealed class NumberField<T>(string name, Func<T, decimal> read)
    : ComparableField<T, decimal>(name, read, "a number, for example 99.5")
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    protected override bool TryRead(string text, out decimal value) =>
        decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out value);
}
