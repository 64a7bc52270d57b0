using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace McpIntegration.InternalApiMock.Query;

/// <summary>
/// All as text: what cannot be read is answered with what is allowed, which model binding would not say.
/// </summary>
internal sealed record QueryParameters(
    [property: FromQuery(Name = "field"), Description("The field to filter on; with it goes value.")]
    string? Field,
    [property: FromQuery(Name = "operator"), Description("How field and value are compared. Text is compared without regard to case "
        + "by equals and prefix; numbers and times are compared as such and have no prefix.")]
    string? Operator,
    [property: FromQuery(Name = "value"), Description("Text, a number such as 99.5, or a time such as 2025-01-31 or 2025-01-31T12:00:00Z.")]
    string? Value,
    [property: FromQuery(Name = "limit"), Description("How many records at most.")]
    string? Limit,
    [property: FromQuery(Name = "cursor"), Description("Where to go on: from the Link header of the previous answer.")]
    string? Cursor);
